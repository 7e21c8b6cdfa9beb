import type { Page } from "playwright-core";
import { installMicrophone, speak } from "../browser/microphone.ts";
import { startCall } from "../browser/start-call.ts";
import { openBrowser, openPage } from "../browser/open-browser.ts";
import { openStage, type Stage, until } from "../stack/stage.ts";
import { hangUp } from "../host-pages/visit.ts";
import { freezeDatabase } from "../stack/freeze-database.ts";
import { post, soundStart } from "../stack/test-backend.ts";

/** What a call went through while its database was away. */
export interface OutageResult {
  /** Turns that the page finished during the outage. */
  readonly turnsMeanwhile: number;
  /** Whether the page still had its call when the database came back, and a while after. */
  readonly wentOn: boolean;
  /** Finished turns that the page knows and the database lacks in the end. */
  readonly lost: readonly string[];
  /** What a second learner was told who wanted to start meanwhile. */
  readonly refusal: { readonly status: number; readonly retryAfterSeconds: unknown };
  readonly reportStatus: string;
}

interface PageTurn {
  readonly speaker: string;
  readonly status: string;
  readonly text: string;
}

const SENTENCES = [
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.",
  "Est-ce que je peux vous poser deux questions sur vos commandes ?",
  "Combien de commandes perdez-vous par semaine au telephone ?",
  "Et le site que vous avez, qui s'en occupe aujourd'hui ?",
  "Je vous propose un rendez-vous jeudi matin, avant l'ouverture.",
];
/** Two beats and two runs of the reaper: whoever wrongly thinks that the call is over has had time for it. */
const SETTLE_SECONDS = 32;

/** How a run is watched. */
export interface OutageOptions {
  readonly report?: (line: string) => void;
  /** How long the call goes on when the database is back. */
  readonly settleSeconds?: number;
}

/**
 * Runs a real call in Chromium with the real widget, freezes Postgres in the middle of it for `seconds`, lets
 * the call go on afterwards, ends it and compares what the page heard with what the database holds.
 */
export async function runOutage(
  seconds: number,
  { report = () => undefined, settleSeconds = SETTLE_SECONDS }: OutageOptions = {},
): Promise<OutageResult> {
  const stage = await openStage({ isOwn: true });
  try {
    const browser = await openBrowser();
    try {
      const { page } = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
        prepare: installMicrophone,
      });
      return await drive(stage, page, { seconds, settleSeconds, report });
    } finally {
      await browser.close();
    }
  } finally {
    await stage.close();
  }
}

interface Drive extends Required<OutageOptions> {
  readonly seconds: number;
}

async function drive(
  stage: Stage,
  page: Page,
  { seconds, settleSeconds, report }: Drive,
): Promise<OutageResult> {
  await startCall(page);
  const talk = keepTalking(page);
  await until("a learner's turn is finished", () => hasTurns(page, 3), 60_000);
  const before = (await finished(page)).length;
  report(`${before} turns before the database is frozen`);

  const thaw = freezeDatabase();
  const startedAtMs = performance.now();
  let refusal: OutageResult["refusal"];
  try {
    refusal = await startMeanwhile(stage);
    report(`a start meanwhile: ${refusal.status}, again in ${String(refusal.retryAfterSeconds)} s`);
    const leftMs = seconds * 1_000 - (performance.now() - startedAtMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(leftMs, 0)));
  } finally {
    thaw();
  }
  const turnsMeanwhile = (await finished(page)).length - before;
  report(`${turnsMeanwhile} turns in ${seconds} s without a database`);

  await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1_000));
  const [session] = await stage.sql<{ id: string; status: string; end_reason: string | null }[]>`
    select id, status, end_reason from coach.sessions order by created_at limit 1`;
  const wentOn = session?.status === "active" && !(await hasEnded(page));
  report(
    `${settleSeconds} s later the session is ${session?.status ?? "gone"} ${session?.end_reason ?? ""}`,
  );

  await talk.stop();
  if (!(await hasEnded(page))) await hangUp(page.locator("maka-voice-coach"));
  const id = session?.id ?? "";
  await until("the report is decided", () => isDecided(stage, id), 60_000);
  return {
    turnsMeanwhile,
    wentOn,
    refusal,
    lost: await findLost(stage, page, id),
    reportStatus: await reportStatus(stage, id),
  };
}

/** Says one sentence after the other, each when the customer has answered the one before. */
function keepTalking(page: Page): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const isOver = (): boolean => stopping.signal.aborted;
  const talk = async (): Promise<void> => {
    for (let said = 0; !isOver(); said += 1) {
      // A sentence that was not understood is answered as well.
      const isMyTurn = async (): Promise<boolean> =>
        isOver() || (await finished(page)).length > said * 2;
      await until("the customer has spoken", isMyTurn, 60_000);
      if (isOver()) return;
      const text = SENTENCES[said % SENTENCES.length] ?? "";
      await speak(page, { type: "speech", text, language: "fr" });
    }
  };
  const talking = talk();
  // What goes wrong meanwhile is told at the end.
  talking.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      await talking;
    },
  };
}

async function startMeanwhile({ urls }: Stage): Promise<OutageResult["refusal"]> {
  const start = soundStart();
  const { status, body } = await post(urls.functions, "/coach/sessions", start);
  return { status, retryAfterSeconds: body["retryAfterSeconds"] };
}

async function finished(page: Page): Promise<PageTurn[]> {
  const turns = await page.evaluate(
    () =>
      document.querySelector<HTMLElement & { turns: PageTurn[] }>("maka-voice-coach")?.turns ?? [],
  );
  return turns.filter(({ status }) => status !== "open" && status !== "speaking");
}

async function hasTurns(page: Page, count: number): Promise<boolean> {
  return (await finished(page)).filter(({ status }) => status === "final").length >= count;
}

async function hasEnded(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const { events } = (globalThis as unknown as { probe: { events: { type: string }[] } }).probe;
    return events.some(({ type }) => type === "maka-session-ended" || type === "maka-error");
  });
}

async function reportStatus({ sql }: Stage, id: string): Promise<string> {
  const [row] = await sql<{ status: string }[]>`
    select status from coach.reports where session_id = ${id}`;
  return row?.status ?? "none";
}

async function isDecided(stage: Stage, id: string): Promise<boolean> {
  return !["none", "pending"].includes(await reportStatus(stage, id));
}

/** Words that the page showed as finished and that no row of the session holds. */
async function findLost({ sql }: Stage, page: Page, id: string): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select text from coach.turns where session_id = ${id} and source = 'reported'`;
  const stored = new Set(rows.map(({ text }) => text));
  const turns = (await finished(page)).filter(
    ({ status, text }) => status === "final" && text !== "",
  );
  return turns.map(({ text }) => text).filter((text) => !stored.has(text));
}
