import type { PracticeHost } from "../kit/practice-setup.ts";
import { MAX_LEARNER_NAME } from "#contract/limits.ts";
import { parseVariables } from "./open-practice.ts";
import { MakaVoiceCoach } from "./maka-voice-coach.ts";

/** Names that any element may carry and that no property of it reveals; the last are those of frameworks. */
const COMMON =
  /^(?:class|tabindex|exportparts|is|slot|on.*|(?:data|aria|v|x|hx|ng)-.*|[^a-z].*|.*[^\w-].*)$/;
/** Attributes that take one of a few words; each is as good as absent with any other. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  variant: ["inline", "launcher", "panel"],
  placement: ["bottom-end", "bottom-start"],
  theme: ["auto", "light", "dark"],
  captions: ["on", "off"],
  input: ["voice", "push-to-talk", "text"],
};

/** Names in the console what an integrator mistyped on a tag: attributes, their words, a name and variables that are too long. */
export function checkAttributes(host: PracticeHost): void {
  const known = MakaVoiceCoach.observedAttributes;
  for (const name of host.getAttributeNames()) {
    const isKnown = known.includes(name) || name in host || COMMON.test(name);
    if (!isKnown) warn(`unknown attribute "${name}"`);
    const words = WORDS[name];
    const value = host.getAttribute(name)?.trim() ?? "";
    if (words && !words.includes(value)) warn(`${name}="${value}" is none of ${words.join(", ")}`);
  }
  if (host.learnerName.trim().length > MAX_LEARNER_NAME)
    warn(`learner-name is longer than ${MAX_LEARNER_NAME.toString()} characters and is cut`);
  checkVariables(host.variables.trim());
}

function checkVariables(variables: string): void {
  if (!variables) return;
  const value = parseObject(variables);
  if (!value) {
    warn(`variables="${variables}" is no JSON object and is left out`);
    return;
  }
  const taken = parseVariables(variables);
  for (const name of Object.keys(value).filter((each) => !Object.hasOwn(taken, each)))
    warn(
      `the variable "${name}" is left out: its name or value is too long or odd, or there are too many`,
    );
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null; // What is no JSON is no object either.
  }
}

function warn(sentence: string): void {
  console.warn(`<maka-voice-coach> ${sentence}`);
}
