import type { ReportDraft, ReportTask } from "./report-task.ts";

/** An asking is answered by then or given up: slow reasoning included, and the last byte of the answer. */
export const ASKING_TIMEOUT_SECONDS = 35;

/** Whoever reads a transcript and proposes levels: a model, or the stand-in's rules. */
export interface Scorer {
  /** By what it scores, as a report keeps it. */
  readonly model: string;
  /**
   * @throws {ProviderError} when it cannot be reached or refuses.
   * @throws {MalformedDraftError} when it answers something that is no draft.
   */
  draftReport(task: ReportTask, instructions: string): Promise<ReportDraft>;
}

/** The scorer answered, but not in the agreed form; asking again may help. */
export class MalformedDraftError extends Error {
  override readonly name = "MalformedDraftError";
}
