import type { Timeline } from "#contract/timeline.ts";
import type { Quote } from "#contract/report.ts";
import type { TranscriptTurn } from "#contract/turn.ts";

/** What a member may do. */
export type Role = "coach" | "reviewer" | "author" | "auditor" | "admin";

/** Who uses the console. */
export interface ConsoleMember {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly site: Named | null;
  readonly organization: Named;
  /** Days are cut in it unless somebody chooses another one. */
  readonly timeZone: string;
  readonly locale: string | null;
}

/** Something that has an id and a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Something that has an id and a title. */
export interface Titled {
  readonly id: string;
  readonly title: string;
}

/** A learner as the roster names them. */
export interface Learner extends Named {
  readonly cohort: string | null;
}

/** A page of a list. */
export interface ListOf<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins. */
  readonly next: string | null;
  /** How many there are on all pages. */
  readonly total: number;
}

/** Why a learner needs help. */
export type ReasonKind = "failed_twice" | "criterion_low" | "overdue" | "stalled";

/** A reason with what it is about. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly scenario?: Titled | null;
  readonly criterion?: Titled | null;
  /** Since when, in ISO 8601. */
  readonly since: string;
  readonly count?: number | null;
}

/** An official attempt in a list. */
export interface AttemptRow {
  readonly id: string;
  readonly learner: Learner;
  readonly scenario: Titled & { readonly version: string; readonly language: string };
  readonly attempt: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly status: string;
  readonly total: number | null;
  readonly passMark: number | null;
  readonly passed: boolean | null;
  /** True while blind first keeps the score from this member. */
  readonly withheld?: boolean;
  readonly reviewAdvised: boolean;
  readonly reviews: number;
  readonly reviewedByMe: boolean;
  readonly blindOpen: boolean;
}

/** What the console opens on. */
export interface Overview {
  readonly needsHelp: readonly {
    readonly learner: Learner;
    readonly reasons: readonly Reason[];
    readonly latest: AttemptRow | null;
  }[];
  readonly counts: {
    readonly learners: number;
    readonly attempts: number;
    readonly passed: number;
    readonly waitingReviews: number;
    readonly overdue: number;
  };
}

/** A learner in a list. */
export interface LearnerRow extends Learner {
  readonly attempts: number;
  readonly passedScenarios: number;
  readonly first: number | null;
  readonly latest: number | null;
  readonly lastAt: string | null;
  readonly reasons: readonly ReasonKind[];
}

/** A level, by whom it was given, and why. */
export interface GivenLevel {
  readonly level: number | null;
  readonly reason: string;
}

/** A criterion of an attempt, with what machine and person made of it. */
export interface ReviewedCriterion extends Titled {
  readonly description: string;
  /** What each level means, by its number. */
  readonly anchors?: readonly { readonly level: number; readonly text: string }[];
  readonly ai: (GivenLevel & { readonly quotes: readonly Quote[] }) | null;
  readonly human: (GivenLevel & { readonly by: string; readonly at: string }) | null;
}

/** A remark of a reviewer, on a turn or on the whole. */
export interface Comment {
  readonly id: string;
  readonly turnId: string | null;
  readonly text: string;
  readonly by: string;
  readonly at: string;
  readonly mine?: boolean;
}

/** What a reviewer made of an attempt. */
export interface ReviewRecord {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly verdict: string;
  readonly next: string;
  readonly aiShownFirst: boolean;
}

/** An attempt with all that a reviewer needs. */
export interface AttemptDetail {
  readonly attempt: AttemptRow;
  readonly turns: readonly TranscriptTurn[];
  readonly timeline: Timeline | null;
  readonly criteria: readonly ReviewedCriterion[];
  readonly comments: readonly Comment[];
  readonly reviews: readonly ReviewRecord[];
  readonly persona?: string | null;
}

/** The answer of each path. */
export interface ConsoleAnswers {
  readonly overview: Overview;
  readonly cohorts: ListOf<Named>;
  readonly scenarios: ListOf<Titled & { readonly language: string }>;
  readonly learners: ListOf<LearnerRow>;
  readonly "learners/:id": {
    readonly learner: LearnerRow;
    readonly attempts: ListOf<AttemptRow>;
  };
  readonly attempts: ListOf<AttemptRow>;
  readonly "attempts/:id": AttemptDetail;
}
