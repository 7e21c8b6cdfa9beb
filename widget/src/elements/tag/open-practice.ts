import type { Practice, PracticeOptions } from "../../domain/state/practice.ts";
import type { LearnerInput } from "../../domain/state/session-state.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";
import { MakaPractice } from "./maka-practice.ts";

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

function toOptions({ host, brief, locale }: PracticeSetup): PracticeOptions {
  return {
    api: host.api.trim().replace(/\/+$/, ""),
    embedKey: host.embedKey,
    scenario: host.scenario,
    locale,
    learnerName: host.learnerName.trim() || null,
    get learnerToken() {
      return host.learnerToken.trim() || null;
    },
    variables: parseVariables(host.variables),
    input: parseInput(host.input),
    opens: brief.scenario.opens,
    rehearsal: brief.rehearsal,
  };
}

/** Reads the attribute `input`; an unknown word means voice. */
export function parseInput(word: string): LearnerInput {
  return INPUTS.find((input) => input === word.trim()) ?? "voice";
}

/** Reads the attribute `variables`: a JSON object of strings, numbers or booleans. Anything else is left out. */
export function parseVariables(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value).filter(([, item]) => typeof item !== "object");
      return Object.fromEntries(entries.map(([name, item]) => [name, String(item)]));
    }
  } catch {
    // Not JSON: left out like any other value that is no object.
  }
  return {};
}
