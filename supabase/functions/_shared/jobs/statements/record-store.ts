import * as z from "zod";
import type { Attempt } from "../deliveries/settle-deliveries.ts";
import type { Statement } from "./to-statements.ts";

/** How one statement fared; `stops` where the next would fare alike. */
export interface Told extends Attempt {
  readonly stops: boolean;
  /** How long the store asks to wait, in seconds. */
  readonly waitSeconds?: number;
}

/** A site's record store. */
export interface RecordStore {
  /** Ends in a slash. */
  readonly endpoint: string;
  readonly authorization: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends all that a delivery may take. */
  readonly signal: AbortSignal;
}

/** The version that stores of 1.0.3 and of 2.0 both take. */
const VERSION = "1.0.3";
const TIMEOUT_MS = 10_000;
const CONFLICT = 409;
const NOT_FOUND = 404;
/** The same statement would be refused again: somebody has to mend something. */
const FINAL = [400, 401, 403, 412, 413];
/** What is wrong with one statement, and with no other. */
const OF_ONE_STATEMENT = [400, 413];
const MAX_WAIT_SECONDS = 86_400;

const TAKEN: Told = { error: null, retry: false, stops: false };

/** Puts one statement under its own id; one that is there already is looked at, and was taken if it is this one. */
export async function putStatement(store: RecordStore, statement: Statement): Promise<Told> {
  const response = await ask(store, "PUT", { statementId: statement.id }, statement);
  await response.body?.cancel();
  if (response.status === 200 || response.status === 204) return TAKEN;
  if (response.status === CONFLICT) return await compare(store, statement);
  return refuse(response);
}

async function compare(store: RecordStore, statement: Statement): Promise<Told> {
  for (const name of ["statementId", "voidedStatementId"]) {
    const response = await ask(store, "GET", { [name]: statement.id, format: "exact" });
    if (response.status === 200) {
      return isSame(statement, await readJson(response))
        ? TAKEN
        : { error: "statement_differs", retry: false, stops: false };
    }
    await response.body?.cancel();
    // Not ours to read, and there: nobody else can know the id.
    if (response.status === 401 || response.status === 403) return TAKEN;
    if (response.status !== NOT_FOUND) return refuse(response);
  }
  return { error: "statement_hidden", retry: true, stops: false };
}

function refuse({ status, headers }: Response): Told {
  if (FINAL.includes(status)) {
    const stops = !OF_ONE_STATEMENT.includes(status);
    return { error: `refused_${status}`, retry: false, stops };
  }
  const wait = toSeconds(headers.get("retry-after"));
  const asked = wait === null ? {} : { waitSeconds: wait };
  return { error: `status_${status}`, retry: true, stops: true, ...asked };
}

/** Seconds or a date; null where it is neither. */
function toSeconds(text: string | null): number | null {
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds)
    ? Math.min(Math.max(Math.ceil(seconds), 0), MAX_WAIT_SECONDS)
    : null;
}

function ask(
  { endpoint, authorization, fetch, signal }: RecordStore,
  method: "GET" | "PUT",
  query: Readonly<Record<string, string>>,
  body?: Statement,
): Promise<Response> {
  return fetch(`${endpoint}statements?${new URLSearchParams(query)}`, {
    method,
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: {
      authorization,
      "x-experience-api-version": VERSION,
      "user-agent": "maka-voice-coach",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // Then it is not the statement.
  }
}

/** What makes two statements one; stores add to the rest, and write times and numbers in other ways. */
const Marks = z.object({
  timestamp: z.string().transform((text) => Date.parse(text)),
  actor: z.object({ account: z.object({ homePage: z.string(), name: z.string() }) }),
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string() }),
  result: z.optional(
    z.object({
      score: z.optional(z.object({ raw: z.number(), scaled: z.number() })),
      success: z.optional(z.boolean()),
      completion: z.optional(z.boolean()),
    }),
  ),
  context: z.object({ registration: z.string().toLowerCase() }),
});

function isSame(statement: Statement, kept: unknown): boolean {
  const found = Marks.safeParse(kept);
  return found.success && JSON.stringify(found.data) === JSON.stringify(Marks.parse(statement));
}
