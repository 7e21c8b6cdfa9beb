import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { installMicrophone, speak } from "../kit/browser/microphone.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";
import { inLedgerOf } from "../kit/stack/test-site.ts";

const GREETING =
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?";
const REASON =
  "Je vous appelle parce que beaucoup de boulangeries perdent des commandes au téléphone. Est-ce que je peux vous poser deux questions ?";

interface TurnDetail {
  readonly turn: { readonly speaker: string; readonly status: string; readonly text: string };
}

/** The turns that the page was told of, in the order of the element's own list. */
async function readTurns(page: Page): Promise<TurnDetail["turn"][]> {
  return await page.evaluate(
    () =>
      document.querySelector<HTMLElement & { turns: TurnDetail["turn"][] }>("maka-voice-coach")
        ?.turns ?? [],
  );
}

describe("a trainee's spoken practice in the lesson", { timeout: 180_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let lesson: ProbedPage;
  const answers: string[] = [];

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    lesson = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
      isListening: true,
      prepare: installMicrophone,
    });
    lesson.page.on("response", (response) => {
      if (response.url().startsWith(stage.urls.api))
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        );
    });
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("reads the brief, agrees, and hears the customer answer", async () => {
    const { page } = lesson;
    await page.getByRole("heading", { name: "Martine Bouvier" }).waitFor();
    assert.equal((await readProbe(page)).peersMade, 0);
    await startCall(page);
    await until(
      "the opening line is audible",
      async () => (await readProbe(page)).audibleAt.length > 0,
    );
  });

  it("speaks two sentences, each of which is understood and answered aloud", async () => {
    const { page } = lesson;
    const finish = (count: number): Promise<void> =>
      until(
        `${count} turns are finished`,
        async () =>
          (await readTurns(page)).filter((turn) => turn.status === "final").length >= count,
      );
    for (const [index, text] of [GREETING, REASON].entries()) {
      await finish(index * 2 + 1);
      await speak(page, { type: "speech", text, language: "fr" });
    }
    await finish(5);
    const turns = await readTurns(page);
    assert.deepEqual(
      turns.slice(0, 5).map((turn) => turn.speaker),
      ["persona", "learner", "persona", "learner", "persona"],
    );
    assert.equal(turns[1]?.text, GREETING);
    assert.equal(turns[3]?.text, REASON);
    await until(
      "three replies were audible",
      async () => (await readProbe(page)).audibleAt.length >= 3,
    );
  });

  it("hangs up, frees the microphone and gets a report whose quotes lead to their turns", async () => {
    const { page } = lesson;
    await page.locator("[part~=end-button]").click();
    await until("the report is ready", async () =>
      (await readProbe(page)).events.some((event) => event.type === "maka-report-ready"),
    );
    const probe = await readProbe(page);
    assert.equal(probe.liveTracks, 0);
    assert.equal(probe.openPeers, 0);
    const types = probe.events.map((event) => event.type);
    for (const type of ["maka-ready", "maka-session-started", "maka-session-ended"])
      assert.equal(types.filter((other) => other === type).length, 1, type);
    assert.ok(types.indexOf("maka-session-ended") < types.indexOf("maka-report-ready"));
    for (const fold of await page.locator("maka-report .criterion summary").all())
      await fold.click();
    const said = page.locator("maka-report .said", {
      hasText: /Bonjour Madame Bouvier|poser deux questions/,
    });
    await said.first().getByRole("button").click();
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent ?? "";
    });
    assert.match(focused, /Bonjour Madame Bouvier|poser deux questions/);
  });

  it("leaves an ordered transcript, the seconds used and no reservation on the server", async () => {
    const { sql, site } = stage;
    const stored = await sql<{ speaker: string; text: string; source: string }[]>`
      select t.speaker, t.text, t.source
      from coach.sessions s, jsonb_to_recordset(public.get_report(s.id)->'transcript')
        as t(speaker text, text text, source text)
      where s.site_id = ${site.id}`;
    assert.deepEqual(
      stored.slice(0, 5).map((turn) => turn.speaker),
      ["persona", "learner", "persona", "learner", "persona"],
    );
    assert.deepEqual([stored[1]?.text, stored[3]?.text], [GREETING, REASON]);
    assert.ok(stored.every((turn) => turn.source === "observed"));
    const [observed] = await sql<{ status: string; evidence: string; money: number }[]>`
      select o.status, r.report->>'evidence' as evidence, c.micro_dollars::int as money
      from coach.observations o join coach.reports r using (session_id)
      join coach.session_costs c using (session_id) join coach.sessions s on s.id = session_id
      where s.site_id = ${site.id}`;
    assert.deepEqual([observed?.status, observed?.evidence], ["complete", "observed"]);
    assert.ok((observed?.money ?? 0) > 1_000, "what the provider metered has a price");
    const windows = await sql<{ used: number; reserved: number; live: number }[]>`
      select used_seconds as used, reserved_seconds as reserved, live_sessions as live
      from coach.usage_windows
      where ${inLedgerOf(sql, site)}`;
    assert.ok(windows.length >= 3);
    for (const window of windows) {
      assert.ok(window.used > 10 && window.used < 120, `used ${window.used} s`);
      assert.equal(window.reserved, 0);
      assert.equal(window.live, 0);
    }
    await until("the call is gone at the provider", async () => {
      const [open] = await sql<{ n: number }[]>`
        select count(*)::int as n
        from coach.hangups h join coach.calls c on c.id = h.call_id
        join coach.sessions s on s.id = c.session_id
        where h.status = 'pending' and s.site_id = ${site.id}`;
      return open?.n === 0;
    });
  });

  it("shows no provider key in an answer, the page, its storage or a log", async () => {
    const { page } = lesson;
    const storage = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    const folder = path.join(stage.stateFolder, "logs");
    const logs = await Promise.all(
      (await readdir(folder)).map((name) => readFile(path.join(folder, name), "utf8")),
    );
    const everything = [...answers, await page.content(), storage, ...logs].join("\n");
    assert.ok(answers.length >= 4, "the answers were collected");
    assert.doesNotMatch(everything, /\b(?:sk|ek)[-_][A-Za-z0-9]{6,}|sb_secret_/);
    assert.doesNotMatch(logs.join("\n"), /Bonjour Madame Bouvier|poser deux questions/);
    assert.deepEqual(lesson.errors, []);
  });
});
