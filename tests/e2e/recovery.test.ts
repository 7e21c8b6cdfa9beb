import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { runBlackouts } from "../kit/faults/blackout.ts";
import { controlStandIn, type StandInControl } from "../kit/provider/stand-in-control.ts";
import { ask, countFinal, exchange, readState, startTypedCall } from "../kit/browser/typed-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const GREETING = "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.";
const QUESTION = "Est-ce que je peux vous poser deux questions sur vos commandes ?";

/** A short sample; `npm run prove -- blackout` repeats it. */
describe("a call without network for ten seconds", { timeout: 180_000 }, () => {
  it("goes on in a new call, never in two, and loses no turn", async () => {
    const [run] = await runBlackouts({ runs: 1, seconds: 10 });
    assert.ok(run !== undefined);
    assert.equal(run.wentOn, true);
    assert.ok(run.mostLive <= 1 && run.mostPeers <= 1, JSON.stringify(run));
    assert.deepEqual(run.said, ["in-call none", "in-call calling-again", "in-call none"]);
    assert.deepEqual(run.misstored, []);
  });
});

describe("a session that outlives its call", { timeout: 240_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let standIn: StandInControl;

  before(async () => {
    stage = await openStage();
    // A page that is loaded again goes on by voice: its microphone says nothing.
    browser = await openBrowser();
    standIn = controlStandIn(stage);
  });

  beforeEach(async () => {
    ({ page } = await openPage(browser, `${stage.urls.demo}/lesson.html`));
    await startTypedCall(page);
    await exchange(page, GREETING);
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  async function hangUp(): Promise<void> {
    // A closed context takes its pages' last words with it; a page that is left says them.
    for (const open of page.context().pages()) await open.goto("about:blank");
    await page.context().close();
    await until("no call is live", async () => (await standIn.listLive()).length === 0);
  }

  /** Every turn that a page shows as over is stored once, as the browser reported it. */
  async function assertStored(shown: Page): Promise<void> {
    const state = await readState(shown);
    await until("every turn is stored once", async () => {
      const rows = await stage.sql<{ item_id: string }[]>`
        select item_id from coach.turns
        where session_id = ${state?.sessionId ?? ""} and source = 'reported'`;
      const stored = rows.map(({ item_id: itemId }) => itemId);
      const wanted = (state?.turns ?? []).map(({ itemId }) => itemId);
      return wanted.every((id) => stored.filter((known) => known === id).length === 1);
    });
  }

  it("is called again when its call vanishes without a word", async () => {
    const before = await readState(page);
    await standIn.dropCalls();
    await until("the call is back", async () => {
      const state = await readState(page);
      return state?.recovery === "none" && countFinal(state) > countFinal(before);
    });
    await exchange(page, QUESTION);
    const after = await readState(page);
    assert.equal(after?.sessionId, before?.sessionId);
    const times = after?.turns.map(({ startedAtMs }) => startedAtMs) ?? [];
    assert.deepEqual(
      times,
      times.toSorted((left, right) => left - right),
    );
    assert.equal((await standIn.listLive()).length, 1);
    await ask(page, "stop");
    await until(
      "the report is made",
      async () => (await readState(page))?.phase === "report-ready",
    );
    await assertStored(page);
    await hangUp();
  });

  it("is gone on with when its page was loaded again", async () => {
    const before = await readState(page);
    await page.reload();
    await until("the practice is interrupted", async () => {
      const state = await readState(page);
      return state?.phase === "interrupted" && (state.interruption?.remainingSeconds ?? 0) > 0;
    });
    assert.equal((await standIn.listLive()).length, 0);
    await ask(page, "resume");
    await until("the persona goes on", async () => {
      const state = await readState(page);
      return state?.phase === "in-call" && countFinal(state) > countFinal(before);
    });
    await exchange(page, QUESTION);
    const after = await readState(page);
    assert.equal(after?.sessionId, before?.sessionId);
    const known = before?.turns.map(({ itemId }) => itemId) ?? [];
    assert.deepEqual(
      after?.turns.slice(0, known.length).map(({ itemId }) => itemId),
      known,
    );
    await ask(page, "stop");
    await until(
      "the report is made",
      async () => (await readState(page))?.phase === "report-ready",
    );
    await assertStored(page);
    await hangUp();
  });

  it("can be finished, and reported on, by a page that was loaded again", async () => {
    await page.reload();
    await until("the practice is interrupted", async () => {
      const state = await readState(page);
      return (
        state?.phase === "interrupted" && (state.interruption?.remainingSeconds ?? null) !== null
      );
    });
    await ask(page, "finish");
    await until(
      "the report is made",
      async () => (await readState(page))?.phase === "report-ready",
    );
    await page.reload();
    await page.locator("[part~=start-button]").waitFor();
    await hangUp();
  });

  it("is taken over by another tab and back again, and is never in two", async () => {
    const other = await page.context().newPage();
    await other.goto(`${stage.urls.demo}/lesson.html`);
    await until("the other tab knows", async () => {
      return (await readState(other))?.interruption?.elsewhere === true;
    });
    assert.equal((await readState(page))?.phase, "in-call");
    const before = await readState(page);
    let mostLive = 0;
    await ask(other, "takeOver");
    await until("the other tab is in the call", async () => {
      mostLive = Math.max(mostLive, (await standIn.listLive()).length);
      const state = await readState(other);
      return state?.phase === "in-call" && countFinal(state) > countFinal(before);
    });
    const left = await readState(page);
    assert.deepEqual([left?.phase, left?.interruption?.elsewhere], ["interrupted", true]);
    assert.equal((await readState(other))?.sessionId, before?.sessionId);
    // At once, which is sooner than the server lets one call follow another.
    await ask(page, "takeOver");
    await until("this tab has it back", async () => {
      mostLive = Math.max(mostLive, (await standIn.listLive()).length);
      return (await readState(page))?.phase === "in-call";
    });
    await until(
      "the other tab has let go",
      async () => (await readState(other))?.phase === "interrupted",
    );
    assert.ok(mostLive <= 1, `${mostLive} live calls`);
    await hangUp();
  });
});
