import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { holdAnswer } from "../kit/browser/hold-answer.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";
import { inLedgerOf } from "../kit/stack/test-site.ts";

/** Removes every widget of the page, as an application that changes its view does. */
async function removeWidgets(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const widget of document.querySelectorAll("maka-voice-coach")) widget.remove();
  });
}

interface PromptWindow {
  allow(): void;
  probe: { tracks: MediaStreamTrack[] };
}

/** Runs in the page before its own scripts: the browser's prompt stays until the test allows the microphone. */
function holdPrompt(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    await new Promise<void>((resolve) => {
      (globalThis as unknown as PromptWindow).allow = resolve;
    });
    return await ask(constraints);
  };
}

describe("a widget that is taken away", { timeout: 180_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
  });

  beforeEach(async () => {
    ({ page } = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
      isListening: true,
    }));
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  async function countSessions(): Promise<number> {
    const [row] = await stage.sql<{ n: number }[]>`
      select count(*)::int as n from coach.sessions where site_id = ${stage.site.id}`;
    return row?.n ?? 0;
  }

  async function assertNothingRuns(): Promise<void> {
    await until("the browser holds no microphone and no peer", async () => {
      const { liveTracks, openPeers } = await readProbe(page);
      return liveTracks === 0 && openPeers === 0;
    });
    await until("the server counts no seconds", async () => {
      const [row] = await stage.sql<{ live: number; reserved: number }[]>`
        select coalesce(sum(live_sessions), 0)::int as live,
          coalesce(sum(reserved_seconds), 0)::int as reserved
        from coach.usage_windows where ${inLedgerOf(stage.sql, stage.site)}`;
      return row?.live === 0 && row.reserved === 0;
    });
    await until("the provider holds no call", async () => {
      const [row] = await stage.sql<{ n: number }[]>`
        select count(*)::int as n
        from coach.hangups h join coach.calls c on c.id = h.call_id
        join coach.sessions s on s.id = c.session_id
        where h.status = 'pending' and s.site_id = ${stage.site.id}`;
      return row?.n === 0;
    });
  }

  it("leaves nothing behind when removed during the permission prompt (EL#873)", async () => {
    await page.addInitScript(holdPrompt);
    await page.reload();
    await page.locator("[part~=start-button]").click();
    await page.locator("[part~=consent-button]").click();
    await page.waitForFunction(() => "allow" in globalThis);
    await removeWidgets(page);
    // A removed tag waits a second, since it may only be moved.
    await page.waitForTimeout(1_500);
    await page.evaluate(() => {
      (globalThis as unknown as PromptWindow).allow();
    });
    await page.waitForFunction(
      () => (globalThis as unknown as PromptWindow).probe.tracks.length > 0,
    );
    await assertNothingRuns();
    assert.equal(await countSessions(), 0, "no session was begun");
  });

  it("leaves nothing behind when removed while connecting", async () => {
    const answer = await holdAnswer(page, "**/coach/sessions");
    const asked = page.waitForRequest("**/coach/sessions");
    await startCall(page);
    await asked;
    await removeWidgets(page);
    answer();
    await until("the session was begun", async () => (await countSessions()) === 1);
    await assertNothingRuns();
  });

  it("leaves nothing behind when removed during the call (pipecat-ai/voice-ui-kit#14)", async () => {
    await startCall(page);
    await until("the call is up", async () => (await readProbe(page)).audibleAt.length > 0);
    await removeWidgets(page);
    await assertNothingRuns();
    const [row] = await stage.sql<{ used: number }[]>`
      select used_seconds as used from coach.usage_windows
      where ${inLedgerOf(stage.sql, stage.site)} order by used_seconds desc limit 1`;
    assert.ok(row !== undefined && row.used > 0 && row.used < 30, `used ${row?.used} s`);
  });

  it("goes on when an application only moves it within the page", async () => {
    await startCall(page);
    await until("the call is up", async () => (await readProbe(page)).audibleAt.length > 0);
    await page.evaluate(() => {
      const widget = document.querySelector("maka-voice-coach");
      const footer = document.body.appendChild(document.createElement("footer"));
      if (widget !== null) footer.append(widget);
    });
    await page.waitForTimeout(1_500);
    const { liveTracks, openPeers, peersMade } = await readProbe(page);
    assert.deepEqual(
      { liveTracks, openPeers, peersMade },
      { liveTracks: 1, openPeers: 1, peersMade: 1 },
    );
    await removeWidgets(page);
    await assertNothingRuns();
  });

  it("does not disturb a second widget of the page", async () => {
    await page.evaluate(() => {
      const first = document.querySelector("maka-voice-coach");
      const second = first?.cloneNode() as HTMLElement | undefined;
      if (first === null || second === undefined) return;
      second.setAttribute("scenario", "saas-discovery-en");
      second.id = "second";
      first.after(second);
    });
    const second = page.locator("#second");
    await second.locator("[part~=start-button]").waitFor();
    await startCall(page);
    await until("the first call is up", async () => (await readProbe(page)).audibleAt.length > 0);
    assert.equal(await second.locator("[part~=start-button]").count(), 1);
    await second.evaluate((element) => {
      element.remove();
    });
    await page.waitForTimeout(1_500);
    const { liveTracks, openPeers } = await readProbe(page);
    assert.deepEqual({ liveTracks, openPeers }, { liveTracks: 1, openPeers: 1 });
    await removeWidgets(page);
    await assertNothingRuns();
  });
});
