import type { ReportResponse } from "#contract/report.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ExtensionEffect, ExtensionEvent } from "../domain/state/extension-event.ts";
import type { PracticeOptions } from "../domain/state/practice.ts";
import type { SessionEvent, Timed } from "../domain/state/session-event.ts";
import type { SessionModel, Transition } from "../domain/reduce/session-model.ts";
import type { KeptSession } from "../ports/opened-call.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import type { Attempt } from "./attempt.ts";

/** How a learner found a practice. */
export interface Rating {
  readonly stars: number;
  readonly comment?: string;
}

/** What a practice can do beside the plain call; a download of its own, without which the call goes on. */
export interface Extension {
  reduce(model: SessionModel, event: (SessionEvent | ExtensionEvent) & Timed): Transition;
  perform(effect: ExtensionEffect): void;
  /** @throws {CoachError} rejects with what the refusal means */
  rate(rating: Rating): Promise<void>;
  /** @throws {CoachError} rejects with what the refusal means */
  loadAttempts(): Promise<readonly AttemptSummary[]>;
  loadReport(sessionId: string): Promise<ReportResponse>;
}

/** What the extension works with. */
export interface ExtensionContext {
  readonly options: PracticeOptions;
  readonly ports: PracticePorts;
  /** Aborts when the practice is disposed of. */
  readonly life: AbortSignal;
  readonly dispatch: (event: SessionEvent | ExtensionEvent) => void;
  /** The attempt that is under way, or was last. */
  readonly attempt: () => Attempt | null;
  /** Begins an attempt that goes on with a session. */
  readonly adopt: (kept: KeptSession) => void;
}

/** Fetches the download of the extension. */
export type LoadExtension = () => Promise<{
  readonly createExtension: (context: ExtensionContext) => Extension;
}>;
