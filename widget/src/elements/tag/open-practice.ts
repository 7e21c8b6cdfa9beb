import { MAX_LEARNER_NAME, MAX_VARIABLE_VALUE } from "#contract/limits.ts";
import type { Practice, PracticeOptions } from "../../domain/state/practice.ts";
import type { LearnerInput } from "../../domain/state/session-state.ts";
import type { PracticeHost, PracticeSetup } from "../kit/practice-setup.ts";
import { MakaPractice } from "./maka-practice.ts";

const VARIABLE = /^[a-z][a-z\d]{0,39}$/i;
/** More would not fit into one request. */
const MAX_VARIABLES = 50;
const INPUTS: readonly LearnerInput[] = ["voice", "push-to-talk", "text"];
/** Parts that a page may style; each inner element passes its own on. */
const PARTS =
  "consent-button, call-button, talk-button, mute-button, text-input, sound-button, objectives, card-form, resume-button, end-button, retry-button, transcript, caption, report, score, criterion";

/** Makes the element that owns a practice, and leaves the brief. */
export function openPractice(
  setup: PracticeSetup,
  createPractice: (options: PracticeOptions) => Practice,
): MakaPractice {
  const view = new MakaPractice();
  view.setAttribute("exportparts", PARTS);
  view.open(setup, createPractice(toOptions(setup)));
  return view;
}

/** Lets the page say anew who practises, by what is fetched when a page first does. */
export function renewToken(host: PracticeHost): Promise<void> {
  return import("./renew-token.ts").then(({ renewToken }) => renewToken(host));
}

function toOptions({ host, brief, locale }: PracticeSetup): PracticeOptions {
  return {
    api: host.api.replace(/\/+$/, ""),
    embedKey: host.embedKey,
    scenario: host.scenario,
    locale,
    // A name is a nicety: too long a one is cut, and never stops a practice.
    learnerName: host.learnerName.slice(0, MAX_LEARNER_NAME).replace(/\p{Cs}$/u, "") || null,
    get learnerToken() {
      // A page may set it within the very click that starts, before the tag has updated.
      return host.learnerToken?.trim() || null;
    },
    renewLearnerToken: () => (host.getLearnerToken ? renewToken(host) : undefined),
    variables: parseVariables(host.variables),
    input: parseInput(host.input),
    opens: brief.scenario.opens,
    rehearsal: brief.rehearsal,
  };
}

/** Reads the attribute `input`; an unknown word means voice. */
export function parseInput(word: string): LearnerInput {
  return INPUTS.find((input) => input === word) ?? "voice";
}

/**
 * Reads the attribute `variables`: a JSON object of strings, numbers or booleans. Anything else is left out, and so is
 * what no server would take: a long value, a name that no scenario can declare, the fifty-first.
 */
export function parseVariables(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value)
        .filter(([, item]) => typeof item !== "object")
        .map(([name, item]) => [name, String(item)] as const)
        .filter(([name, text]) => VARIABLE.test(name) && text.length <= MAX_VARIABLE_VALUE);
      return Object.fromEntries(entries.slice(0, MAX_VARIABLES));
    }
  } catch {
    // Not JSON: left out like any other value that is no object.
  }
  return {};
}
