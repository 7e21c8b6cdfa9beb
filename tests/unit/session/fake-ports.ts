import type { ReportResponse } from "#contract/report.ts";
import type { ConnectionQuality, SessionRequest, SessionResponse } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { CallEvent, CallIntent } from "../../../widget/src/domain/state/call-event.ts";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import type { ConnectionEvent } from "../../../widget/src/domain/state/session-event.ts";
import { createCallSlot } from "../../../widget/src/adapters/page/call-slot.ts";
import type { MicrophoneDevice } from "../../../widget/src/domain/state/session-state.ts";
import type { MicrophoneCapture } from "../../../widget/src/ports/microphone.ts";
import type { CallSlot } from "../../../widget/src/ports/call-slot.ts";
import type { CallParts, Handshake } from "../../../widget/src/ports/call-opener.ts";
import type { OutboxRecord } from "../../../widget/src/ports/outbox.ts";
import type { PracticePorts } from "../../../widget/src/ports/practice-ports.ts";
import { FakeClock } from "./fake-clock.ts";

export const GRANT: SessionResponse = {
  sessionId: "session-1",
  sessionToken: "token-of-session-1",
  deadline: "2026-11-20T10:10:00Z",
  limitSeconds: 600,
  heartbeatSeconds: 15,
  protocol: "openai-realtime",
  rehearsal: true,
  handshake: "relay",
  answer: "v=0\r\n",
};

export const NOT_SCORED: ReportResponse = {
  status: "not_scored",
  reason: "no_learner_turns",
  transcript: [],
};

/** What a persona would be heard through; it has a volume and makes no sound. */
export function createAudio(): HTMLAudioElement {
  return { volume: 1 } as HTMLAudioElement;
}

type PageMoment = "hidden" | "shown" | "left";

/**
 * An outside world that does at once what is asked, unless a test holds an answer back, and that counts what is
 * open. `log` tells what reached the server, in order.
 */
export class FakeWorld {
  readonly clock = new FakeClock();
  readonly log: string[] = [];
  readonly requests: SessionRequest[] = [];
  readonly intents: CallIntent[] = [];
  readonly handshakes: Handshake[] = [];
  readonly offered: (MicrophoneCapture | null)[] = [];
  readonly delivered: ReportedTurn[] = [];
  readonly flushed: ReportedTurn[] = [];
  /** The attempts whose calls the last words of the page were to end. */
  readonly flushedKeys: string[] = [];
  readonly stored = new Map<string, OutboxRecord>();
  readonly keyed: string[] = [];
  /** How often a connection was closed to make way for another one. */
  drops = 0;
  /** What of a call can be measured and steered. */
  parts: CallParts = { peer: null, audio: createAudio() };
  /** The session that a page of this browser left running. */
  sessionMarker: string | null = null;
  /** What the heartbeats told of the connection. */
  readonly qualities: ConnectionQuality[] = [];
  microphones = 0;
  calls = 0;
  watchers = 0;
  /** What the open microphone hears. */
  loudness = 0.25;
  isMicrophoneOpen: boolean | null = null;
  devices: MicrophoneDevice[] = [];
  remembered: { readonly deviceId: string | null } | null = { deviceId: null };
  /** Microphones that took the place of another one in a call. */
  readonly replacements: MicrophoneCapture[] = [];
  /** Takes the open microphone away; plugs one in or out. */
  vanish = (): void => undefined;
  plug = (): void => undefined;

  microphone: Promise<void> = Promise.resolve();
  offer: Promise<void> = Promise.resolve();
  grant: Promise<SessionResponse> = Promise.resolve(GRANT);
  connection: Promise<void> = Promise.resolve();
  ending: Promise<number> = Promise.resolve(42);
  reports: (ReportResponse | CoachError)[] = [NOT_SCORED];
  /** What the next beats are answered; `cost`: to stop, for what the call has cost. */
  beats: ("continue" | "stop" | "cost" | CoachError)[] = [];
  /** Failures of the next deliveries; then they succeed. */
  deliveryFailures: CoachError[] = [];
  storageWorks = true;
  storageHangs = false;

  readonly slot: CallSlot;

  constructor(slot = createCallSlot()) {
    this.slot = slot;
    this.ports = this.#createPorts();
  }

  #hear: (event: CallEvent | ConnectionEvent) => void = () => undefined;
  readonly #pageListeners = new Set<(moment: PageMoment) => void>();

  /** Tells what the call or its connection did. */
  hear(...events: readonly (CallEvent | ConnectionEvent)[]): void {
    for (const event of events) this.#hear(event);
  }

  page(moment: PageMoment): void {
    for (const listener of [...this.#pageListeners]) listener(moment);
  }

  /** All that a practice may leave behind: 0 when nothing lives. */
  get live(): number {
    return this.microphones + this.calls + this.clock.pending;
  }

  readonly ports: PracticePorts;

  #createPorts = (): PracticePorts => ({
    clock: this.clock,
    createAttemptKey: () => {
      const key = `attempt-${this.keyed.length + 1}`;
      this.keyed.push(key);
      return key;
    },
    readSessionMarker: () => this.sessionMarker,
    readDeviceId: () => "device-12345678",
    microphone: {
      open: async ({ signal, deviceId, onVanished }) => {
        await this.microphone;
        if (signal.aborted) throw new CoachError("aborted", "given up");
        this.microphones += 1;
        signal.addEventListener("abort", () => (this.microphones -= 1));
        this.isMicrophoneOpen = true;
        this.vanish = onVanished;
        return {
          stream: {} as MediaStream,
          deviceId: deviceId ?? "default",
          level: () => this.loudness,
          setOpen: (open) => {
            this.isMicrophoneOpen = open;
          },
        };
      },
      list: () => Promise.resolve(this.devices),
      watch: (_signal, listener) => {
        this.plug = listener;
      },
      recall: () => this.remembered,
      remember: (deviceId) => {
        this.remembered = { deviceId };
      },
    },
    slot: this.slot,
    calls: {
      prepare: (signal, listener) => {
        this.calls += 1;
        signal.addEventListener("abort", () => (this.calls -= 1));
        this.#hear = (event) => {
          if (!signal.aborted) listener(event);
        };
        const readParts = (): CallParts => this.parts;
        return {
          get parts() {
            return readParts();
          },
          offer: (microphone) => {
            this.offered.push(microphone);
            return this.offer.then(() => "v=0 offer\r\n");
          },
          drop: () => (this.drops += 1),
          replaceMicrophone: (capture) => this.replacements.push(capture),
          connect: (handshake) => {
            this.handshakes.push(handshake);
            return this.connection;
          },
          send: (intent) => this.intents.push(intent),
          level: () => 0.5,
        };
      },
    },
    api: {
      openSession: (request) => {
        this.requests.push(request);
        this.log.push("open");
        return this.grant;
      },
      sendTurns: (_credential, turns) => {
        const failure = this.deliveryFailures.shift();
        if (failure !== undefined) return Promise.reject(failure);
        this.log.push(`turns ${turns.map((turn) => turn.sequence).join()}`);
        this.delivered.push(...turns);
        return Promise.resolve({ contiguous: this.delivered.length, missing: [] });
      },
      beat: (_credential, _signal, quality) => {
        if (quality) this.qualities.push(quality);
        const status = this.beats.shift() ?? "continue";
        this.log.push("beat");
        if (status instanceof CoachError) return Promise.reject(status);
        return Promise.resolve(
          status === "cost"
            ? { status: "stop", remainingSeconds: 0, reason: status }
            : { status, remainingSeconds: 500 },
        );
      },
      endSession: async (_credential, reason) => {
        this.log.push(`end ${reason}`);
        return { usedSeconds: await this.ending, report: "pending" };
      },
      fetchReport: () => {
        this.log.push("report");
        const next = this.reports.shift() ?? NOT_SCORED;
        return next instanceof CoachError ? Promise.reject(next) : Promise.resolve(next);
      },
      flush: (_credential, { reason, attemptKey }, turns) => {
        this.log.push(`flush ${reason}`);
        this.flushedKeys.push(attemptKey);
        this.flushed.push(...turns);
      },
    },
    outbox: {
      add: (record) => {
        if (this.storageHangs) return new Promise(() => undefined);
        const key = `${record.credential.sessionId}/${record.turn.sequence}`;
        if (this.storageWorks) this.stored.set(key, record);
        return Promise.resolve(this.storageWorks);
      },
      remove: (sessionId, sequences) => {
        for (const sequence of sequences) this.stored.delete(`${sessionId}/${sequence}`);
        return Promise.resolve();
      },
      release: () => undefined,
    },
    page: {
      watch: (signal, listener) => {
        this.watchers += 1;
        this.#pageListeners.add(listener);
        signal.addEventListener("abort", () => {
          this.watchers -= 1;
          this.#pageListeners.delete(listener);
        });
      },
    },
  });
}
