import { chromium, type BrowserContext, type Page } from "playwright-core";
import { openStage, type Stage, until } from "../stack/stage.ts";
import { inLedgerOf } from "../stack/test-site.ts";
import { CHROMIUM_SWITCHES, ensureChromium } from "../browser/chromium.ts";
import { listDescendants } from "../stack/process-tree.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";
import { readState, say, type ShownTurn, startTypedCall } from "../browser/typed-call.ts";

/** What one killed browser came to. */
export interface KillRun {
  /** Turns that the page showed as over before it was killed. */
  readonly shown: number;
  /** Those of them that the server did not hold at that moment. */
  readonly owed: number;
  /** Those of them that it holds not once in the end, as a word on each. */
  readonly misstored: readonly string[];
}

/** How many browsers are killed, and by which dice. */
export interface KillPlan {
  readonly kills: number;
  /** How many browsers live side by side; 1 where unset. */
  readonly lanes?: number;
  /** From 0 up to 1, anew for each call. */
  readonly random: () => number;
  readonly report?: (line: string) => void;
}

const SENTENCES = [
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.",
  "Est-ce que je peux vous poser deux questions sur vos commandes ?",
  "Combien de commandes perdez-vous par semaine au telephone ?",
  "Et le site que vous avez, qui s'en occupe aujourd'hui ?",
];
/** The killed call has spoken this long at most. */
const LONGEST_CALL_MS = 9_000;
/** The way to the server is slow in every other run, so that something is under way when the browser dies. */
const SLOW_MS = 1_500;

/**
 * Kills real browsers by SIGKILL at random moments of typed calls, opens the page again with the same profile, and
 * compares what was shown with what the database holds.
 */
export async function runKills({
  kills,
  lanes = 1,
  random,
  report = () => undefined,
}: KillPlan): Promise<readonly KillRun[]> {
  const stage = await openStage();
  const results: KillRun[] = [];
  let begun = 0;
  const walk = async (): Promise<void> => {
    while (begun < kills) {
      begun += 1;
      const result = await killOnce(stage, { random, isSlow: begun % 2 === 0 });
      results.push(result);
      const { shown, owed, misstored } = result;
      report(
        `${results.length}: ${shown} turns shown, ${owed} owed, ${misstored.length} misstored`,
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, walk));
    return results;
  } finally {
    await stage.close();
  }
}

async function killOnce(
  stage: Stage,
  { random, isSlow }: { random: () => number; isSlow: boolean },
): Promise<KillRun> {
  const profile = await createScratchFolder();
  try {
    const first = await openProfile(stage, profile.path, isSlow);
    const shown = await talkUntilKilled(first.page, profile.path, random() * LONGEST_CALL_MS);
    await first.context.close().catch(() => undefined);
    const owed = (await findMisstored(stage, shown)).length;
    const second = await openProfile(stage, profile.path, false);
    await begin(second.page);
    let misstored: readonly string[] = [];
    await until("every turn is stored", async () => {
      misstored = await findMisstored(stage, shown);
      return misstored.length === 0;
    }).catch(() => undefined);
    await second.context.close();
    await refill(stage);
    return { shown: shown.turns.length, owed, misstored };
  } finally {
    await profile.remove();
  }
}

async function openProfile(
  stage: Stage,
  profile: string,
  isSlow: boolean,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    headless: true,
    args: [...CHROMIUM_SWITCHES],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  if (isSlow) {
    await page.route("**/turns", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      await route.continue().catch(() => undefined);
    });
  }
  await page.goto(`${stage.urls.demo}/lesson.html`);
  return { context, page };
}

interface Shown {
  readonly sessionId: string;
  readonly turns: readonly ShownTurn[];
}

/** Types on until the time is over; what the page showed last before that is what counts. */
async function talkUntilKilled(page: Page, profile: string, lifeMs: number): Promise<Shown> {
  await startTypedCall(page);
  const endAtMs = performance.now() + lifeMs;
  let shown: Shown = { sessionId: "", turns: [] };
  let spoken = 0;
  do {
    const state = await readState(page);
    const turns = (state?.turns ?? []).filter(({ status }) => isOver(status));
    shown = { sessionId: state?.sessionId ?? "", turns };
    if (turns.length > spoken * 2) {
      await say(page, SENTENCES[spoken % SENTENCES.length] ?? "");
      spoken += 1;
    }
  } while (performance.now() < endAtMs);
  killBrowser(profile);
  return shown;
}

function isOver(status: string): boolean {
  return status !== "forming" && status !== "awaiting";
}

/** Every process of the browser with this profile, at once and without a word. */
function killBrowser(profile: string): void {
  const browsers = listDescendants(process.pid).filter(({ command }) =>
    command.includes(`--user-data-dir=${profile}`),
  );
  for (const { pid } of browsers.flatMap((one) => [one, ...listDescendants(one.pid)])) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended with the one before it.
    }
  }
}

/** Opens the practice again; what was left behind is sent while the learner reads. */
async function begin(page: Page): Promise<void> {
  const start = page.locator("[part~=start-button]");
  await start.or(page.locator("maka-practice")).first().waitFor();
  // The tag opens an interrupted practice by itself, and may do so under the pointer.
  if ((await start.count()) > 0) await start.click({ timeout: 5_000 }).catch(() => undefined);
}

async function findMisstored(
  stage: Stage,
  { sessionId, turns }: Shown,
): Promise<readonly string[]> {
  const rows = await stage.sql<{ item: string; times: number }[]>`
    select item_id as item, count(*)::int as times from coach.turns
    where session_id = ${sessionId} and source = 'reported' group by item_id`;
  const times = new Map(rows.map((row) => [row.item, row.times]));
  return turns
    .filter(({ itemId }) => times.get(itemId) !== 1)
    .map(({ itemId, text }) => `${times.get(itemId) ?? 0} × ${text}`);
}

/** The next browser is another learner's, but the day's minutes are the site's. */
async function refill(stage: Stage): Promise<void> {
  await stage.sql`
    update coach.usage_windows set used_seconds = 0 where ${inLedgerOf(stage.sql, stage.site)}`;
}
