import type { PracticeResult } from "../../../widget/src/domain/state/practice-result.ts";
import type { LmsMessage, LmsPage } from "../../../widget/src/ports/lms-page.ts";

/** What outlives a page: this browser's storage and windows, and the scores that our server knows. */
export interface PageWorld {
  readonly kept: Set<string>;
  readonly windows: Set<(result: PracticeResult) => void>;
  readonly scores: Map<string, PracticeResult | "none" | "unknown" | "later">;
}

/** An empty browser. */
export function openWorld(): PageWorld {
  return { kept: new Set(), windows: new Set(), scores: new Map() };
}

/** A page whose time passes when a test says so. */
export class HostilePage implements LmsPage {
  /** What the learner was told, in order. */
  readonly messages: LmsMessage[] = [];
  readonly #world: PageWorld;
  readonly #isReachable: () => boolean;
  #waits: (() => void)[] = [];

  constructor(world: PageWorld, isReachable: () => boolean) {
    this.#world = world;
    this.#isReachable = isReachable;
  }

  isReachable(): Promise<boolean> {
    return Promise.resolve(this.#isReachable());
  }

  keep(_: string, sessionId: string, isOpen: boolean): void {
    if (isOpen) this.#world.kept.add(sessionId);
    else this.#world.kept.delete(sessionId);
  }

  recall(): readonly string[] {
    return [...this.#world.kept];
  }

  share(_: string, result: PracticeResult): void {
    for (const tell of this.#world.windows) if (tell !== this.#tell) tell(result);
  }

  #tell: (result: PracticeResult) => void = () => undefined;

  onShared(_: string, listener: (result: PracticeResult) => void): void {
    this.#tell = listener;
    this.#world.windows.add(listener);
  }

  /** The window is gone: it hears no more. */
  close(): void {
    this.#world.windows.delete(this.#tell);
  }

  fetchResult(_: unknown, sessionId: string): ReturnType<LmsPage["fetchResult"]> {
    return Promise.resolve(this.#world.scores.get(sessionId) ?? "unknown");
  }

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waits.push(resolve);
    });
  }

  readonly say = (message: LmsMessage): void => {
    if (this.messages.at(-1) !== message) this.messages.push(message);
  };

  /** Lets every pause be over. */
  async passTime(): Promise<void> {
    const waits = this.#waits;
    this.#waits = [];
    for (const resolve of waits) resolve();
    await settle();
  }
}

/** Lets what can happen without time passing happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
