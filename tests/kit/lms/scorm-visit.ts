import type { PracticeResult } from "../../../widget/src/domain/state/practice-result.ts";
import {
  type ScormOptions,
  ScormReporter,
} from "../../../widget/src/adapters/lms/scorm-reporter.ts";
import { SCORM_12, SCORM_2004 } from "../../../widget/src/protocol/scorm/scorm-dialect.ts";
import { CourseRecorder } from "../../../widget/src/session/lms/course-recorder.ts";
import { HostilePage, type PageWorld, settle } from "./hostile-page.ts";
import type { HostileScorm } from "./hostile-scorm.ts";

/** The tag's names, which our double of the server does not look at. */
export const QUERY = { api: "", embedKey: "", scenario: "", readToken: () => Promise.resolve("") };

/** One opened window of a course. */
export interface Visit {
  readonly recorder: CourseRecorder;
  readonly page: HostilePage;
  /** Closes the window as a browser does. */
  readonly close: () => Promise<void>;
}

/** Opens a practice in an LMS; its brief is there at once. */
export async function visitScorm(
  lms: HostileScorm,
  world: PageWorld,
  options: Partial<ScormOptions> = {},
): Promise<Visit> {
  const dialect = lms.quirks.version === "1.2" ? SCORM_12 : SCORM_2004;
  let nowMs = 0;
  const chosen = { attaches: false, completionOnly: false, exit: null, ...options };
  const reporter = new ScormReporter(lms.api, dialect, chosen, () => (nowMs += 312_000));
  const page = new HostilePage(world, () => lms.quirks.network === "online");
  const recorder = new CourseRecorder(reporter, page);
  void recorder.ready(QUERY);
  await settle();
  const close = async (): Promise<void> => {
    recorder.end();
    page.close();
    await settle();
  };
  return { recorder, page, close };
}

/** A result with the pass mark at 70 and two criteria. */
export function toResult(sessionId: string, total: number): PracticeResult {
  return {
    sessionId,
    total,
    passed: total >= 70,
    criteria: [
      { id: "opening", level: 4 },
      { id: "needs", level: null },
    ],
  };
}

/** A learner practises: a session, and its score. */
export async function practise(
  { recorder }: Visit,
  world: PageWorld,
  result: PracticeResult,
): Promise<void> {
  void recorder.started(result.sessionId);
  await settle();
  world.scores.set(result.sessionId, result);
  void recorder.completed(result);
  await settle();
}
