import type { LitElement } from "lit";
import type { Brief } from "#contract/brief.ts";
import type { TagTexts } from "../../locales/en/tag.ts";
import type { PracticeTexts } from "../../locales/language.ts";

/** The page's way to a fresh learner token; an empty one practises without. */
export type GetLearnerToken = () => string | null | Promise<string | null>;

/** The tag, as a practice knows it: what the page wrote on it, and how it begins anew. */
export interface PracticeHost extends LitElement {
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  /** Null in the moment in which its attribute was taken away. */
  learnerToken: string | null;
  getLearnerToken?: GetLearnerToken | null;
  readonly learnerName: string;
  readonly captions: "on" | "off";
  readonly variant: string;
  readonly variables: string;
  input: "voice" | "push-to-talk" | "text";
  start(): Promise<void>;
  /** In the brief: asks for it anew. */
  retry(): void;
}

/** What the tag says about the practice that it wants on screen. */
export interface PracticeSetup {
  /** Its attributes are read once, when the practice is made; it is told to update with every new state. */
  readonly host: PracticeHost;
  /** Carries the states that a page styles by. */
  readonly internals: ElementInternals;
  readonly brief: Brief;
  /** False where nobody asked for a practice: only one that was left running is shown. */
  readonly asked: boolean;
  readonly texts: PracticeTexts & { readonly tag: TagTexts };
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}
