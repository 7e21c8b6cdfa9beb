import { toCoachError } from "../../domain/state/coach-error.ts";
import type { OpenedCall } from "../../ports/opened-call.ts";
import type { RecoveryPorts, OwnPractice, SessionRecord } from "../../ports/recovery-ports.ts";
import type { ExtensionContext } from "../extension.ts";
import { childOf } from "../child-signal.ts";
import { isRefusal } from "../turn-uploader.ts";

const UNREACHABLE_PAUSE_MS = 5_000;
/** Who looks at the choice for longer than this has left: the server may settle the session. */
const BEATS_OF_PATIENCE = 8;
/** How long another tab may take to let go. */
const TAB_PATIENCE_MS = 4_000;
/** How often, and how long, the server may ask to wait before a resumption has failed. */
const MOST_WAITS = 3;
const LONGEST_WAIT_SECONDS = 10;

/** Finds the session of a practice that was left running, and goes on with it. */
export class SessionResumer {
  readonly #context: ExtensionContext;
  readonly #ports: RecoveryPorts;
  #record: SessionRecord | null = null;
  #unsent: Awaited<ReturnType<RecoveryPorts["keeper"]["unsent"]>> = [];
  #looking = new AbortController();

  constructor(context: ExtensionContext, ports: RecoveryPorts) {
    this.#context = context;
    this.#ports = ports;
  }

  /** Read anew each time: whose it is, the page may say as late as at the start. */
  get #practice(): OwnPractice {
    const { embedKey, scenario, learnerToken } = this.#context.options;
    return { embedKey, scenario, learnerToken };
  }

  /** Keeps what a page that is loaded again needs; without storage this page alone can go on. */
  keep(record: SessionRecord): void {
    this.#looking.abort();
    this.#record = record;
    this.#unsent = [];
    void this.#ports.keeper.keep(this.#practice, record);
  }

  forget(): void {
    this.#looking.abort();
    this.#record = null;
    void this.#ports.keeper.forget(this.#practice);
  }

  /** Learns where the session stands, and goes on learning it while the learner chooses. */
  probe(): void {
    this.#looking.abort();
    this.#looking = childOf(this.#context.life);
    void this.#look(this.#looking.signal);
  }

  /** Makes the session that was found the attempt's, within the learner's click. */
  adopt(createHold: () => AbortSignal): void {
    this.#looking.abort();
    const record = this.#record;
    if (record === null) return;
    this.#context.adopt({
      credential: record.credential,
      unsent: this.#unsent,
      openCall: (offer, attemptKey) => this.#openCall(record, { offer, attemptKey }, createHold()),
    });
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { keeper } = this.#ports;
    // Who cannot be named is not the learner who left it.
    await this.#context.options.renewLearnerToken?.()?.catch(() => undefined);
    const record = (await keeper.recall(this.#practice)) ?? this.#record;
    if (record === null) {
      if (!signal.aborted) this.#context.dispatch({ type: "interruption-dismissed" });
      return;
    }
    this.#record = record;
    this.#unsent = await keeper.unsent(record.credential.sessionId);
    if (await this.#isElsewhere(record, signal)) return;
    this.#context.dispatch({ type: "interruption-judged", remainingSeconds: null });
    await this.#beat(record, BEATS_OF_PATIENCE, signal);
  }

  /** True also where nobody asks any more. */
  async #isElsewhere(record: SessionRecord, signal: AbortSignal): Promise<boolean> {
    const { lock } = this.#ports;
    const { sessionId } = record.credential;
    const isHeld = await lock.isHeld(sessionId);
    if (signal.aborted || !isHeld) return signal.aborted;
    this.#context.dispatch({ type: "session-found-elsewhere" });
    lock.whenFree(sessionId, signal, () => {
      this.probe();
    });
    return true;
  }

  async #beat(record: SessionRecord, beats: number, signal: AbortSignal): Promise<void> {
    const { ports, dispatch } = this.#context;
    let pauseMs = record.heartbeatSeconds * 1_000;
    try {
      const answer = await ports.api.beat(record.credential, signal);
      if (signal.aborted) return;
      const remainingSeconds = answer.status === "continue" ? answer.remainingSeconds : 0;
      dispatch({ type: "interruption-judged", remainingSeconds });
      if (remainingSeconds === 0) return;
    } catch (thrown) {
      if (signal.aborted) return;
      if (isRefusal(toCoachError(thrown))) {
        dispatch({ type: "interruption-judged", remainingSeconds: 0 });
        return;
      }
      pauseMs = UNREACHABLE_PAUSE_MS;
    }
    if (beats <= 1) return;
    ports.clock.after(pauseMs, signal, () => {
      void this.#isElsewhere(record, signal).then((isElsewhere) => {
        if (!isElsewhere) void this.#beat(record, beats - 1, signal);
      });
    });
  }

  async #openCall(
    { credential, heartbeatSeconds, rehearsal }: SessionRecord,
    asked: { readonly offer: string; readonly attemptKey: string },
    hold: AbortSignal,
  ): Promise<OpenedCall> {
    const { options, attempt, dispatch } = this.#context;
    const signal = attempt()?.callSignal ?? this.#context.life;
    await this.#ports.lock.take(credential.sessionId, TAB_PATIENCE_MS, hold);
    // What this browser still has of the talk belongs before the next call's part of it.
    await attempt()?.grant?.uploader.finish(signal);
    const request = { ...asked, input: options.input };
    const response = await this.#askForCall(credential, request, signal);
    dispatch({ type: "resumption-granted", resumption: response });
    return {
      credential,
      handshake: response,
      heartbeatSeconds,
      limitSeconds: response.remainingSeconds,
      rehearsal,
      tools: response.tools ?? [],
    };
  }

  /** The server spaces calls: a session that goes from tab to tab and back is asked to wait for a second or two. */
  async #askForCall(
    ...[credential, request, signal]: Parameters<RecoveryPorts["api"]["openCall"]>
  ): Promise<Awaited<ReturnType<RecoveryPorts["api"]["openCall"]>>> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await this.#ports.api.openCall(credential, request, signal);
      } catch (thrown) {
        const seconds = toCoachError(thrown).retryAfterSeconds ?? Infinity;
        if (seconds > LONGEST_WAIT_SECONDS || waits === MOST_WAITS) throw thrown;
        await new Promise<void>((resolve) => {
          this.#context.ports.clock.after(seconds * 1_000, signal, resolve);
        });
      }
    }
  }
}
