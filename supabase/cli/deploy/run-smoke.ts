import * as z from "zod";

/** What a smoke test needs to know, and what it asks more with where it is given. */
export interface SmokeOptions {
  /** `https://<ref>.supabase.co/functions/v1` */
  readonly functionsUrl: string;
  readonly embedKey: string;
  /** One that the site admits. */
  readonly origin: string;
  /** Otherwise the first that the site lists. */
  readonly scenario?: string | undefined;
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

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

type Ask = (
  path: string,
  details?: { readonly body?: unknown; readonly origin?: string; readonly bearer?: string },
) => Promise<Answer>;

const TIMEOUT_MS = 20_000;
const FOREIGN_ORIGIN = "https://not-admitted.example";
/** A schedule that runs every ten seconds is never this old. */
const MAX_REAPER_AGE_SECONDS = 60;

type Look = readonly [name: string, look: () => Promise<string | null>];

/** Runs every check, also after one failed. Creates no session and costs nothing at the provider. */
export async function runSmoke(options: SmokeOptions): Promise<SmokeCheck[]> {
  const ask = createAsk(options);
  const { embedKey, origin } = options;
  const scenario = options.scenario ?? (await findScenario(options)) ?? "none-is-listed";
  const query = `/coach/brief?${new URLSearchParams({ scenario, embedKey }).toString()}`;
  const start = toStart({ scenario, embedKey });
  const checks: readonly Look[] = [
    ["the functions run", async () => expectStatus(await ask("/health/live"), 200)],
    ["database and provider are ready", async () => expectReady(await ask("/health/ready"))],
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
    ...lookWithKeys(ask, options),
  ];
  const results: SmokeCheck[] = [];
  for (const [name, look] of checks) results.push({ name, problem: await settle(look) });
  return results;
}

/** What only the operator can see, each check where its key is known. */
function lookWithKeys(ask: Ask, { metricsKey, scheduleKey }: SmokeOptions): readonly Look[] {
  const withMetrics: readonly Look[] =
    metricsKey === undefined
      ? []
      : [
          [
            "figures are told to METRICS_KEY, and the schedule runs",
            async () => expectSchedule(await ask("/health/metrics", { bearer: metricsKey })),
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
  return [...withMetrics, ...withSchedule];
}

/** The first scenario that the site lists; null where it lists none, or does not answer. */
export async function findScenario(options: SmokeOptions): Promise<string | null> {
  const query = new URLSearchParams({ embedKey: options.embedKey }).toString();
  const asked = createAsk(options)(`/coach/scenarios?${query}`);
  const { body } = await asked.catch(() => ({ body: {} }));
  const { scenarios } = Scenarios.safeParse(body).data ?? { scenarios: [] };
  return scenarios[0]?.id ?? null;
}

async function settle(look: () => Promise<string | null>): Promise<string | null> {
  try {
    return await look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function createAsk({ functionsUrl, origin: admitted }: SmokeOptions): Ask {
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

function toObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return { text };
  }
}

/** Sound but for its offer, which no provider could use: nothing is reserved for it. */
function toStart(site: { readonly scenario: string; readonly embedKey: string }): object {
  return {
    ...site,
    offer: "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
    attemptKey: crypto.randomUUID(),
    locale: "en",
    consent: { version: "smoke", locale: "en" },
  };
}

function expectStatus({ status, body }: Answer, wanted: number): string | null {
  return status === wanted ? null : `answered ${status} ${describe(body)}`;
}

function expectCode(answer: Answer, status: number, code: string): string | null {
  if (answer.status === status && answer.body["code"] === code) return null;
  return `answered ${answer.status} ${describe(answer.body)}, not ${status} ${code}`;
}

/** Which of its faults is named first does not matter, only that it starts nothing. */
function expectRefused({ status, body }: Answer): string | null {
  return status === 400 || status === 403 ? null : `answered ${status} ${describe(body)}`;
}

function expectReady({ status, body }: Answer): string | null {
  return status === 200 ? null : `answered ${status}: ${describe(body)}`;
}

function expectSchedule({ status, body }: Answer): string | null {
  if (status !== 200) return `answered ${status} ${describe(body)}`;
  const [, age] = /^maka_reaper_age_seconds ([\d.e+-]+)$/m.exec(String(body["text"])) ?? [];
  if (age === undefined) return "the schedule has never run";
  if (Number(age) <= MAX_REAPER_AGE_SECONDS) return null;
  return `the schedule ran ${Math.round(Number(age))} seconds ago: see the schedule in docs/operate.md`;
}

function expectBrief(answer: Answer): string | null {
  if (answer.status !== 200) return `answered ${answer.status} ${describe(answer.body)}`;
  const { scenario, limits } = answer.body;
  return scenario === undefined || limits === undefined ? "has no scenario or limits" : null;
}

function expectCors({ headers }: Answer, origin: string): string | null {
  const allowed = headers.get("access-control-allow-origin");
  return allowed === origin || allowed === "*" ? null : `allows ${allowed ?? "no origin"}`;
}

function describe(body: Readonly<Record<string, unknown>>): string {
  const { code, message, text } = body;
  const told = [code, message, text].filter((part) => typeof part === "string").join(": ");
  return told.slice(0, 300);
}
