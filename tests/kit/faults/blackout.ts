import type { Page } from "playwright-core";
import { openBrowser, openPage } from "../browser/open-browser.ts";
import { openStage, until } from "../stack/stage.ts";
import { controlStandIn, type StandInControl } from "../provider/stand-in-control.ts";
import {
  ask,
  exchange,
  readState,
  type ShownState,
  startTypedCall,
} from "../browser/typed-call.ts";

/** What one loss of the network came to. */
export interface BlackoutRun {
  /** From the network's return to the persona's first word in the new call. */
  readonly recoveredMs: number;
  /** The session's id is the same, and what was said before is still shown. */
  readonly wentOn: boolean;
  /** The most calls that were live at the provider at one time. */
  readonly mostLive: number;
  /** The most peer connections that the page had open at one time. */
  readonly mostPeers: number;
  /** What the page said of itself while it was cut off and before it was mended, each once. */
  readonly said: readonly string[];
  /** Turns shown as over that the database lacks or holds twice. */
  readonly misstored: readonly string[];
}

/** How often, and for how long at least, the network is away. */
export interface BlackoutPlan {
  readonly runs: number;
  readonly seconds: number;
  readonly report?: (line: string) => void;
}

interface PeerWindow {
  probe: { peers: RTCPeerConnection[] };
}

/**
 * Real calls in Chromium whose network goes away in the middle: no packet of the call passes the stand-in's relay,
 * no request reaches a server.
 */
export async function runBlackouts({
  runs,
  seconds,
  report = () => undefined,
}: BlackoutPlan): Promise<readonly BlackoutRun[]> {
  const stage = await openStage();
  const browser = await openBrowser();
  const standIn = controlStandIn(stage);
  const results: BlackoutRun[] = [];
  try {
    await standIn.relayCalls(true);
    for (let run = 1; run <= runs; run += 1) {
      const { page } = await openPage(browser, `${stage.urls.demo}/lesson.html`);
      const result = await blackOut(page, standIn, seconds);
      const sessionId = (await readState(page))?.sessionId ?? "";
      await ask(page, "stop");
      await until("the call has ended", async () => (await readState(page))?.phase !== "in-call");
      const shown = (await readState(page))?.turns ?? [];
      const misstored: string[] = [];
      await until("the turns are stored", async () => {
        misstored.length = 0;
        for (const { itemId, text } of shown) {
          const rows = await stage.sql`
            select from coach.turns
            where session_id = ${sessionId} and item_id = ${itemId} and source = 'reported'`;
          if (rows.length !== 1) misstored.push(`${rows.length} × ${text}`);
        }
        return misstored.length === 0;
      }).catch(() => undefined);
      results.push({ ...result, misstored });
      report(
        `${run}: back after ${Math.round(result.recoveredMs)} ms, ${result.said.join(" → ")}, at most ${result.mostLive} live`,
      );
      await page.context().close();
      await until("no call is live", async () => (await standIn.listLive()).length === 0);
    }
    return results;
  } finally {
    await standIn.relayCalls(false);
    await browser.close();
    await stage.close();
  }
}

async function blackOut(
  page: Page,
  standIn: StandInControl,
  seconds: number,
): Promise<Omit<BlackoutRun, "misstored">> {
  await startTypedCall(page);
  await exchange(page, "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.");
  const before = await readState(page);
  const watch = watchCall(page, standIn);
  await standIn.setCut(true);
  await page.context().setOffline(true);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  // A busy machine may see the loss late: a way that is free before would carry on the call that there is.
  await until("the page has noticed", async () => (await readState(page))?.recovery !== "none");
  // Before the way is free: a new call may be there, and have said its first words, while this page is asked.
  const turnsBefore = (await readState(page))?.turns.length ?? 0;
  await standIn.setCut(false);
  const backAtMs = performance.now();
  await page.context().setOffline(false);
  await until(
    "the persona speaks in the new call",
    async () => {
      const state = await readState(page);
      const isBack = state?.phase === "in-call" && state.recovery === "none";
      return isBack && state.turns.length > turnsBefore;
    },
    60_000,
  );
  const recoveredMs = performance.now() - backAtMs;
  await exchange(page, "Est-ce que je peux vous poser deux questions sur vos commandes ?");
  const { mostLive, mostPeers, said } = await watch.stop();
  const after = await readState(page);
  return { recoveredMs, wentOn: isContinued(before, after), mostLive, mostPeers, said };
}

function isContinued(before: ShownState | null, after: ShownState | null): boolean {
  if (before === null || after === null) return false;
  const shown = new Set(after.turns.map(({ itemId }) => itemId));
  const isKept = before.turns.every(({ itemId }) => shown.has(itemId));
  return before.sessionId === after.sessionId && isKept;
}

/** Looks every 50 ms at what is live, and notes what the page says of itself. */
function watchCall(
  page: Page,
  standIn: StandInControl,
): { stop(): Promise<Pick<BlackoutRun, "mostLive" | "mostPeers" | "said">> } {
  let isOver = false;
  let mostLive = 0;
  let mostPeers = 0;
  const said: string[] = [];
  const look = async (): Promise<void> => {
    while (!isOver) {
      const [live, peers, state] = await Promise.all([
        standIn.listLive(),
        page.evaluate(
          () =>
            (globalThis as unknown as PeerWindow).probe.peers.filter(
              ({ connectionState }) => connectionState !== "closed",
            ).length,
        ),
        readState(page),
      ]);
      mostLive = Math.max(mostLive, live.length);
      mostPeers = Math.max(mostPeers, peers);
      const word = state === null ? "brief" : `${state.phase} ${state.recovery}`;
      if (said.at(-1) !== word) said.push(word);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  // A page that is closed because the run fell short has nothing more to show.
  const looking = look().catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await looking;
      return { mostLive, mostPeers, said };
    },
  };
}
