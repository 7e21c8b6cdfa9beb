import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

/** What a smoke test needs to know, and what it asks more with where it is given. */
export interface SmokeOptions {
  /** `https://<ref>.supabase.co/functions/v1` */
  readonly functionsUrl: string;
  readonly embedKey: string;
  /** One that the site admits. */
  readonly origin: string;
  /** One that the site offers; null where none is known. */
  readonly scenario: string | null;
  /** METRICS_KEY of the deployment: with it the figures are read, and whether the schedule runs. */
  readonly metricsKey?: string | undefined;
  /** SCHEDULE_KEY: with it the observer is woken once. */
  readonly scheduleKey?: string | undefined;
}

/** One thing that was looked at; `problem` says what is wrong and where to look. */
export interface SmokeCheck {
  readonly name: string;
  readonly problem: string | null;
}

const Scenarios = z.object({ scenarios: z.array(z.object({ id: z.string() })) });

/** What a function answered; what is no JSON object stands in `text`. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks a function as a page does: a POST where there is a body, from the origin that the site admits unless told otherwise. */
export type Ask = (
  path: string,
  details?: { readonly body?: unknown; readonly origin?: string; readonly bearer?: string },
) => Promise<Answer>;

const TIMEOUT_MS = 20_000;
const FOREIGN_ORIGIN = "https://not-admitted.example";
/** What woke the reaper before this, smoke itself included, cannot be the schedule, which does so every ten seconds. */
const SCHEDULE_WAIT_MS = 15_000;
const MAX_REAPER_AGE_SECONDS = 14;

type Look = readonly [name: string, look: () => Promise<string | null>];

/**
 * Runs every check, also after one failed. Creates no session and costs nothing at the provider.
 *
 * @param wait Lets the time pass in which only the schedule wakes the reaper.
 */
export async function runSmoke(
  options: SmokeOptions,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<SmokeCheck[]> {
  const ask = createAsk(options);
  const { scenario, embedKey, origin } = options;
  const query = scenario === null ? toList(embedKey) : toBrief(scenario, embedKey);
  const start = toStart({ scenario, embedKey });
  const checks: readonly Look[] = [
    ["the functions run", async () => expectStatus(await ask("/health/live"), 200)],
    ["database and provider are ready", async () => expectStatus(await ask("/health/ready"), 200)],
    [
      "figures are closed without a key",
      async () => expectStatus(await ask("/health/metrics"), 401),
    ],
    [
      "the reaper is closed without a key",
      async () => expectCode(await ask("/observer/reap", { body: {} }), 401, "caller_unauthorized"),
    ],
    ["the site and its scenario answer", async () => expectBrief(await ask(query))],
    ["a page may read the answer", async () => expectCors(await ask(query), origin)],
    [
      "another origin is refused",
      async () => expectCode(await ask(query, { origin: FOREIGN_ORIGIN }), 403, "origin_forbidden"),
    ],
    [
      "a start without a usable offer is refused",
      async () => expectCode(await ask("/coach/sessions", { body: start }), 400, "request_invalid"),
    ],
    [
      "a start from another origin is refused",
      async () =>
        expectRefused(await ask("/coach/sessions", { body: start, origin: FOREIGN_ORIGIN })),
    ],
    ...lookWithKeys(ask, options, () => wait(SCHEDULE_WAIT_MS)),
  ];
  const results: SmokeCheck[] = [];
  for (const [name, look] of checks) results.push({ name, problem: await settle(look) });
  return results;
}

/** What only the operator can see, each check where its key is known; the reaper is woken first. */
function lookWithKeys(
  ask: Ask,
  { metricsKey, scheduleKey }: SmokeOptions,
  wait: () => Promise<unknown>,
): readonly Look[] {
  const withMetrics: readonly Look[] =
    metricsKey === undefined
      ? []
      : [
          [
            "figures are told to METRICS_KEY, and the schedule runs",
            async () => {
              await wait();
              return expectSchedule(await ask("/health/metrics", { bearer: metricsKey }));
            },
          ],
        ];
  const withSchedule: readonly Look[] =
    scheduleKey === undefined
      ? []
      : [
          [
            "the observer wakes for SCHEDULE_KEY",
            async () =>
              expectStatus(await ask("/observer/reap", { body: {}, bearer: scheduleKey }), 200),
          ],
        ];
  return [...withSchedule, ...withMetrics];
}

/** The first scenario that the site lists; null where it lists none, or does not answer. */
export async function findScenario(
  site: Pick<SmokeOptions, "functionsUrl" | "embedKey" | "origin">,
): Promise<string | null> {
  const asked = createAsk(site)(toList(site.embedKey));
  const { body } = await asked.catch(() => ({ body: {} }));
  const { scenarios } = Scenarios.safeParse(body).data ?? { scenarios: [] };
  return scenarios[0]?.id ?? null;
}

function toList(embedKey: string): string {
  return `/coach/scenarios?${new URLSearchParams({ embedKey }).toString()}`;
}

function toBrief(scenario: string, embedKey: string): string {
  return `/coach/brief?${new URLSearchParams({ scenario, embedKey }).toString()}`;
}

/** What a look found, or why it could not look. */
export async function settle(look: () => Promise<string | null>): Promise<string | null> {
  try {
    return await look();
  } catch (error) {
    return toReason(error);
  }
}

/** An error's message, as the problem of a check. */
export function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Asks the functions at that address. A question that takes too long is an error. */
export function createAsk({
  functionsUrl,
  origin: admitted,
}: Pick<SmokeOptions, "functionsUrl" | "origin">): Ask {
  const base = functionsUrl.replace(/\/+$/, "");
  return async (path, { body, origin = admitted, bearer } = {}) => {
    const response = await fetch(`${base}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        origin,
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "text/plain" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: toObject(await response.text()),
    };
  };
}

/** A JSON object; anything else under `text`. */
export function toObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return { text };
  }
}

/** Sound but for its offer, which no provider could use: nothing is reserved for it. */
function toStart(site: { readonly scenario: string | null; readonly embedKey: string }): object {
  return {
    ...site,
    offer: "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
    attemptKey: crypto.randomUUID(),
    locale: "en",
    consent: { version: "smoke", locale: "en" },
  };
}

/** The problem of an answer that has another status. */
export function expectStatus(answer: Answer, wanted: number): string | null {
  return answer.status === wanted ? null : describeAnswer(answer);
}

function expectCode(answer: Answer, status: number, code: string): string | null {
  if (answer.status === status && answer.body["code"] === code) return null;
  return `${describeAnswer(answer)}, not ${status} ${code}`;
}

/** Which of its faults is named first does not matter, only that it starts nothing. */
function expectRefused(answer: Answer): string | null {
  return answer.status === 400 || answer.status === 403 ? null : describeAnswer(answer);
}

function expectSchedule(answer: Answer): string | null {
  if (answer.status !== 200) return describeAnswer(answer);
  const figures = String(answer.body["text"]);
  const [, age] = /^maka_reaper_age_seconds ([\d.e+-]+)$/m.exec(figures) ?? [];
  if (age === undefined) return "the schedule has never run";
  if (Number(age) < MAX_REAPER_AGE_SECONDS) return null;
  return `the reaper ran ${Math.round(Number(age))} seconds ago, and no schedule since: see the schedule in docs/operate.md`;
}

function expectBrief(answer: Answer): string | null {
  if (answer.status !== 200) return describeAnswer(answer);
  const { scenarios, scenario, limits } = answer.body;
  if (scenarios !== undefined) return "lists no scenario: publish one";
  return scenario === undefined || limits === undefined ? "has no scenario or limits" : null;
}

function expectCors({ headers }: Answer, origin: string): string | null {
  const allowed = headers.get("access-control-allow-origin");
  return allowed === origin || allowed === "*" ? null : `allows ${allowed ?? "no origin"}`;
}

/** What was answered, as the problem of a check. */
export function describeAnswer({ status, body }: Answer): string {
  const { code, message, text } = body;
  const told = [code, message, text].filter((part) => typeof part === "string").join(": ");
  return `answered ${status}${told === "" ? "" : `: ${told.slice(0, 300)}`}`;
}
