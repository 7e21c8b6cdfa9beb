import { z } from "zod";
import {
  DEFAULT_REALTIME_MODEL,
  DEFAULT_REPORT_MODEL,
  DEFAULT_TRANSCRIPTION_MODEL,
} from "./default-models.ts";

const Name = z.string().trim().min(1).max(120);
const Secret = z.string().min(32, "needs at least 32 characters");

/** The platform's secret keys by name, as hosted Supabase passes them: one JSON object of strings. */
const SecretKeys = z.string().transform((text, context) => {
  const keys = z.record(z.string(), z.string().min(8)).safeParse(parseJson(text));
  if (keys.success && Object.keys(keys.data).length > 0) return keys.data;
  context.addIssue({ code: "custom", message: 'must be a JSON object such as {"default":"…"}' });
  return z.NEVER;
});

const Flag = z
  .enum(["true", "false", "1", "0", ""])
  .transform((text) => text === "true" || text === "1");

const Variables = z.object({
  SUPABASE_URL: z.url({ protocol: /^https?$/ }),
  SUPABASE_SECRET_KEYS: SecretKeys,
  OPENAI_API_KEY: Name,
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).default("https://api.openai.com/v1"),
  OPENAI_SIDEBAND_URL: z.url({ protocol: /^(?:https|wss)$/ }).optional(),
  OPENAI_REALTIME_MODEL: Name.default(DEFAULT_REALTIME_MODEL),
  OPENAI_TRANSCRIPTION_MODEL: Name.default(DEFAULT_TRANSCRIPTION_MODEL),
  OPENAI_REPORT_MODEL: Name.default(DEFAULT_REPORT_MODEL),
  OBSERVER_SEGMENT_SECONDS: z.coerce.number().int().min(0).max(360).default(120),
  SCORE_REPORTED_TURNS: Flag.default(false),
  TRANSCRIBER_KEEPS_HESITATIONS: Flag.default(false),
  REALTIME_HANDSHAKE: z.enum(["relay", "ephemeral"]).default("relay"),
  REHEARSAL: Flag.default(false),
  SESSION_TOKEN_SECRET: Secret,
  LEARNER_HASH_SECRET: Secret,
  LEARNER_TOKEN_KEY: Secret.optional(),
  METRICS_KEY: Secret.optional(),
  SCHEDULE_KEY: Secret.optional(),
  WEBHOOK_ALLOW_LOCAL: Flag.default(false),
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, "must be the name of a header")
    .default("x-forwarded-for"),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(1).max(10).default(1),
});

/** Everything that the functions know of the world around them, validated. */
export interface Environment {
  readonly supabaseUrl: string;
  /** Secret keys by name; `default` is the one that the functions themselves call the database with. */
  readonly supabaseSecretKeys: Readonly<Record<string, string>>;
  readonly openai: {
    readonly apiKey: string;
    /** Without a slash at its end. */
    readonly baseUrl: string;
    /** Where the provider's WebSockets are. */
    readonly sidebandUrl: string;
    readonly realtimeModel: string;
    readonly transcriptionModel: string;
    readonly reportModel: string;
  };
  /** How long one function watches a call before the next takes over; 0 leaves calls unobserved. */
  readonly segmentSeconds: number;
  /** True where a browser's account may be scored when nobody observed its call. */
  readonly scoreReportedTurns: boolean;
  /** True where the transcriber is known to write hesitations down, so that they can be counted. */
  readonly keepsHesitations: boolean;
  readonly handshake: "relay" | "ephemeral";
  /** True where a stand-in plays the customer and scores by rules. */
  readonly rehearsal: boolean;
  readonly sessionTokenSecret: string;
  readonly learnerHashSecret: string;
  /** Every site's token and webhook secrets are derived from it; null where no site has any. */
  readonly learnerTokenKey: string | null;
  /** Admits to the figures and to nothing else; null where nobody may read them. */
  readonly metricsKey: string | null;
  /** Wakes the reaper and opens nothing else; null where nothing calls it from outside. */
  readonly scheduleKey: string | null;
  /** True where events may go to this machine: for a rehearsal, never for a deployment. */
  readonly allowLocalWebhooks: boolean;
  /** Which header names the address of a caller, and which of its entries a proxy of ours wrote. */
  readonly clientAddress: { readonly header: string; readonly hops: number };
}

/** The environment lacks something; `problems` names each variable and what is wrong, never its value. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

/**
 * Reads and validates the environment; an empty variable counts as absent.
 * @throws {EnvironmentError} naming every variable that is missing or malformed.
 */
export function readEnvironment(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Environment {
  const names = Object.keys(Variables.shape);
  const found = names.map((name) => [name, get(name) || undefined]);
  const parsed = Variables.safeParse(Object.fromEntries(found));
  if (!parsed.success) throw new EnvironmentError(parsed.error.issues.map(describe));
  const values = parsed.data;
  return {
    supabaseUrl: values.SUPABASE_URL,
    supabaseSecretKeys: values.SUPABASE_SECRET_KEYS,
    openai: {
      apiKey: values.OPENAI_API_KEY,
      baseUrl: values.OPENAI_BASE_URL.replace(/\/+$/, ""),
      sidebandUrl: (values.OPENAI_SIDEBAND_URL ?? values.OPENAI_BASE_URL).replace(/\/+$/, ""),
      realtimeModel: values.OPENAI_REALTIME_MODEL,
      transcriptionModel: values.OPENAI_TRANSCRIPTION_MODEL,
      reportModel: values.OPENAI_REPORT_MODEL,
    },
    segmentSeconds: values.OBSERVER_SEGMENT_SECONDS,
    scoreReportedTurns: values.SCORE_REPORTED_TURNS,
    keepsHesitations: values.TRANSCRIBER_KEEPS_HESITATIONS,
    handshake: values.REALTIME_HANDSHAKE,
    rehearsal: values.REHEARSAL,
    sessionTokenSecret: values.SESSION_TOKEN_SECRET,
    learnerHashSecret: values.LEARNER_HASH_SECRET,
    learnerTokenKey: values.LEARNER_TOKEN_KEY ?? null,
    metricsKey: values.METRICS_KEY ?? null,
    scheduleKey: values.SCHEDULE_KEY ?? null,
    allowLocalWebhooks: values.WEBHOOK_ALLOW_LOCAL,
    clientAddress: { header: values.CLIENT_ADDRESS_HEADER, hops: values.TRUSTED_PROXY_HOPS },
  };
}

/** The key with which the functions call the database: the one named `default`, else the first. */
export function databaseKey(environment: Environment): string {
  const keys = environment.supabaseSecretKeys;
  return keys["default"] ?? Object.values(keys)[0] ?? "";
}

function describe(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? "environment");
  if (issue.code === "invalid_type") return `${name} is missing`;
  return `${name}: ${issue.message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema reports it, without the text, which holds secrets.
  }
}
