import { randomBytes } from "node:crypto";
import { parseEnv } from "node:util";
import { CommandError } from "../command.ts";

/** What is drawn by chance, once, and stays the same from one deployment to the next. */
const RANDOM = [
  "SESSION_TOKEN_SECRET",
  "LEARNER_HASH_SECRET",
  "LEARNER_TOKEN_KEY",
  "METRICS_KEY",
  "SCHEDULE_KEY",
] as const;
/** The functions refuse anything shorter. */
const MIN_CHARACTERS = 32;

/** A settings file with its secrets, and what became of each. */
export interface MadeSecrets {
  readonly text: string;
  /** Names that were drawn now. */
  readonly made: readonly string[];
  /** Names that had a value, which stands. */
  readonly kept: readonly string[];
  /** Names that only a person can fill in. */
  readonly open: readonly string[];
}

/**
 * Completes a settings file by the secrets that it lacks, and by a line for each setting that a person must fill in. What
 * has a value is never touched: another secret would end sessions and make every learner a stranger.
 *
 * @param text The file as it is; null where there is none.
 * @param projectRef What `supabase link` left behind; null where it never ran.
 * @throws {CommandError} when a secret is there and too short to be used.
 */
export function makeSecrets(text: string | null, projectRef: string | null): MadeSecrets {
  const ref = projectRef?.trim() ?? "";
  const wanted: readonly (readonly [name: string, value: string])[] = [
    ["OPENAI_API_KEY", ""],
    ["SUPABASE_URL", ref === "" ? "" : `https://${ref}.supabase.co`],
    ["SUPABASE_SECRET_KEYS", ""],
    ["CLIENT_ADDRESS_HEADER", "cf-connecting-ip"],
    ...RANDOM.map((name) => [name, randomBytes(32).toString("hex")] as const),
  ];
  const settings = parseEnv(text ?? "");
  for (const name of RANDOM) assertUsable(name, settings[name] ?? "");
  const lacking = wanted.filter(([name]) => (settings[name] ?? "") === "");
  const made = lacking.filter(([name]) => isRandom(name)).map(([name]) => name);
  return {
    text: lacking.reduce(setLine, text ?? ""),
    made,
    kept: RANDOM.filter((name) => !made.includes(name)),
    open: lacking.filter(([, value]) => value === "").map(([name]) => name),
  };
}

function isRandom(name: string): boolean {
  return RANDOM.some((random) => random === name);
}

function assertUsable(name: string, value: string): void {
  if (value === "" || value.length >= MIN_CHARACTERS) return;
  throw new CommandError(
    `${name} has ${value.length} characters and needs ${MIN_CHARACTERS}. ` +
      "Nothing was changed: take its line out to have another one made.",
  );
}

/** Fills the empty line of a setting, else adds one at the end. */
function setLine(text: string, [name, value]: readonly [string, string]): string {
  const line = `${name}=${value}`;
  const empty = new RegExp(`^(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(?:""|'')?[ \\t]*$`, "gm");
  if (text.search(empty) !== -1) return text.replace(empty, () => line);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
}
