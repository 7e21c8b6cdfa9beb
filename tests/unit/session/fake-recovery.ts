import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ToolRequest, ToolResponse } from "#contract/progress.ts";
import type { CallResponse } from "#contract/session.ts";
import type { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import type { ConnectionSample } from "../../../widget/src/domain/state/connection-quality.ts";
import type { RecoveryPorts, SessionRecord } from "../../../widget/src/ports/recovery-ports.ts";
import type { LoadExtension } from "../../../widget/src/session/extension.ts";
import {
  CallRecovery,
  type LoadSounds,
} from "../../../widget/src/session/recovery/call-recovery.ts";
import type { FakeWorld } from "./fake-ports.ts";

/** Another call of the session, half a minute into it. */
export const REOPENED: CallResponse = {
  remainingSeconds: 400,
  elapsedMs: 30_000,
  transcript: [
    {
      itemId: "item_old",
      speaker: "persona",
      state: "final",
      text: "Hello?",
      startedAtMs: 500,
      endedAtMs: 1_500,
      source: "observed",
    },
  ],
  lastSequence: 4,
  progress: { objectives: ["need"], steps: [] },
  handshake: "relay",
  answer: "v=0 again\r\n",
};

export const TOOL_ANSWER: ToolResponse = {
  output: '{"ok":true}',
  progress: { objectives: [], steps: [] },
  ends: false,
  details: {},
  card: null,
};

/** The outside world of the extension, beside a `FakeWorld`, which does at once what is asked. */
export class FakeRecovery {
  readonly used: Omit<ToolRequest, "sessionToken">[] = [];
  readonly rated: object[] = [];
  readonly volumes: number[] = [];
  /** What the next calls and tools come to; then they succeed. */
  callFailures: CoachError[] = [];
  toolAnswers: (ToolResponse | CoachError)[] = [];
  reopened: CallResponse = REOPENED;
  attempts: readonly AttemptSummary[] = [];
  kept: SessionRecord | null = null;
  heldElsewhere = false;
  holds = 0;
  awake = 0;
  /** How many voices of a persona are kept playing. */
  playing = 0;
  outputs = [{ id: "speaker", label: "Speaker" }];
  /** Plugs a loudspeaker in or out. */
  plugOutput: () => void = () => undefined;
  sample: ConnectionSample = { roundTripMs: 20, jitterMs: 1, lossPercent: 0 };
  /** What happens to the network, and to the microphone's track. */
  network: (moment: "left" | "returned") => void = () => undefined;
  track: (moment: "muted" | "unmuted") => void = () => undefined;
  /** Another tab asks for the session; the other tab is done with it. */
  askForSession: () => void = () => undefined;
  freeSession: () => void = () => undefined;
  /** What times the sounds of a call: nothing, which spares the clock its many samples. */
  loadSounds: LoadSounds = () => Promise.reject(new Error("not fetched"));
  readonly ports: RecoveryPorts;
  readonly load: LoadExtension = () =>
    Promise.resolve({
      createExtension: (context) => new CallRecovery(context, this.ports, () => this.loadSounds()),
    });

  constructor(world: FakeWorld) {
    this.ports = this.#createPorts(world);
  }

  #createPorts(world: FakeWorld): RecoveryPorts {
    return {
      api: {
        openCall: (_credential, request) => {
          world.log.push(`call ${request.attemptKey}`);
          const failure = this.callFailures.shift();
          return failure === undefined ? Promise.resolve(this.reopened) : Promise.reject(failure);
        },
        useTool: (_credential, request) => {
          this.used.push(request);
          const answer = this.toolAnswers.shift() ?? TOOL_ANSWER;
          return "output" in answer ? Promise.resolve(answer) : Promise.reject(answer);
        },
        rate: (_credential, rating) => {
          this.rated.push(rating);
          return Promise.resolve();
        },
        fetchAttempts: () => Promise.resolve(this.attempts),
        fetchAttemptReport: (query, sessionId) => {
          world.log.push(`report of ${sessionId} by ${query.deviceId ?? "token"}`);
          return Promise.resolve({ status: "pending", retryAfterSeconds: 2 });
        },
      },
      keeper: {
        keep: (_practice, record) => {
          this.kept = record;
          world.sessionMarker = record.credential.sessionId;
          return Promise.resolve();
        },
        recall: () => Promise.resolve(this.kept),
        forget: () => {
          this.kept = null;
          world.sessionMarker = null;
          return Promise.resolve();
        },
        unsent: (sessionId) =>
          Promise.resolve(
            [...world.stored.values()]
              .filter(({ credential }) => credential.sessionId === sessionId)
              .map(({ turn }) => turn),
          ),
        unsentOfEnded: () => Promise.resolve([...world.stored.values()]),
      },
      lock: {
        isHeld: () => Promise.resolve(this.heldElsewhere),
        take: (_sessionId, _patienceMs, signal) => {
          this.heldElsewhere = false;
          this.holds += 1;
          signal.addEventListener("abort", () => (this.holds -= 1));
          return Promise.resolve();
        },
        listen: (_sessionId, signal, onAsked) => {
          this.askForSession = () => {
            if (!signal.aborted) onAsked();
          };
        },
        whenFree: (_sessionId, signal, listener) => {
          this.freeSession = () => {
            if (!signal.aborted) listener();
          };
        },
      },
      output: {
        choosable: true,
        list: () => Promise.resolve(this.outputs),
        watch: (_signal, listener) => {
          this.plugOutput = listener;
        },
        choose: (_audio, deviceId) => Promise.resolve(deviceId !== "gone"),
        recallVolume: () => null,
        rememberVolume: (volume) => {
          this.volumes.push(volume);
        },
      },
      createConnectionStats: () => ({
        read: () => Promise.resolve({ alive: true, sample: this.sample }),
      }),
      keepAwake: (signal) => {
        this.awake += 1;
        signal.addEventListener("abort", () => (this.awake -= 1));
      },
      keepPlaying: (_audio, signal) => {
        this.playing += 1;
        signal.addEventListener("abort", () => (this.playing -= 1));
      },
      watchNetwork: (_signal, listener) => {
        this.network = listener;
      },
      watchTrack: (_stream, signal, listener) => {
        this.track = (moment) => {
          if (!signal.aborted && moment === "unmuted") listener();
        };
      },
    };
  }
}
