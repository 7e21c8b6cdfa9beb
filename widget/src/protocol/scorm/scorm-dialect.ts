/** How well an attempt went, the best last. */
export const RANKS = ["incomplete", "failed", "completed", "passed"] as const;
/** A place among `RANKS`. */
export type Rank = (typeof RANKS)[number];

/** What the two versions of SCORM call the same things. All values are text. */
export interface ScormDialect {
  /** Stands before the name of each function. */
  readonly prefix: string;
  readonly finish: string;
  /** Stands before the names of elements. */
  readonly core: string;
  readonly mode: string;
  readonly learner: string;
  /** The element that is never empty once an attempt is open. */
  readonly status: string;
  /** The element that says passed or failed. */
  readonly success: string;
  /** True where the score is also wanted from -1 to 1. */
  readonly scales: boolean;
  /** True where an LMS was seen to take values for sent that never arrived, and never to send them again. */
  readonly forgets: boolean;
  /** What `exit` says once a result has arrived. */
  readonly exit: string;
  readonly toTime: (seconds: number) => string;
  /** The elements that say a rank, without `core`, and their values. */
  readonly toStatus: (rank: Rank) => readonly (readonly [element: string, value: string])[];
}

/** SCORM 1.2: one status says both how far and how well. */
export const SCORM_12: ScormDialect = {
  prefix: "LMS",
  finish: "Finish",
  core: "cmi.core.",
  mode: "lesson_mode",
  learner: "student_id",
  status: "lesson_status",
  success: "lesson_status",
  scales: false,
  forgets: true,
  exit: "",
  toTime(seconds) {
    const two = (value: number): string => String(Math.floor(value) % 60).padStart(2, "0");
    const hours = Math.min(9_999, Math.floor(seconds / 3_600));
    return `${String(hours).padStart(4, "0")}:${two(seconds / 60)}:${two(seconds)}`;
  },
  toStatus: (rank) => [["lesson_status", rank]],
};

/** SCORM 2004, 2nd to 4th edition. */
export const SCORM_2004: ScormDialect = {
  prefix: "",
  finish: "Terminate",
  core: "cmi.",
  mode: "mode",
  learner: "learner_id",
  status: "completion_status",
  success: "success_status",
  scales: true,
  forgets: false,
  exit: "suspend",
  toTime: (seconds) => `PT${Math.floor(seconds)}S`,
  toStatus(rank) {
    if (rank === "incomplete") return [["completion_status", rank]];
    const success = [["success_status", rank]] as const;
    return [["completion_status", "completed"], ...(rank === "completed" ? [] : success)];
  },
};
