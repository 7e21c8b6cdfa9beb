import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { ask, exchange, readState, startTypedCall } from "../kit/browser/typed-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const TALK = [
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?",
  "Est-ce que je peux vous poser deux questions sur vos commandes ?",
  "Combien de commandes perdez-vous par semaine au téléphone ?",
];

describe("a call whose persona uses its tools", { timeout: 180_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let errors: readonly string[];

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    ({ page, errors } = await openPage(browser, `${stage.urls.demo}/lesson.html`));
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("relays each call once, ticks what was reached, and goes on speaking", async () => {
    const answered: { asked: string; status: number }[] = [];
    page.on("response", (response) => {
      const request = response.request();
      if (!response.url().endsWith("/tools") || request.method() !== "POST") return;
      const { callId } = JSON.parse(request.postData() ?? "{}") as { callId: string };
      answered.push({ asked: callId, status: response.status() });
    });
    await startTypedCall(page);
    for (const sentence of TALK) await exchange(page, sentence);
    await until("the persona has used a tool", () => Promise.resolve(answered.length > 0));
    assert.deepEqual(
      answered.filter(({ status }) => status !== 200),
      [],
    );
    const ids = answered.map(({ asked }) => asked);
    assert.equal(new Set(ids).size, ids.length, "each call is relayed once");
    await until("something was reached", async () => {
      const progress = (await readState(page))?.progress;
      return (progress?.objectives.length ?? 0) + (progress?.steps.length ?? 0) > 0;
    });
    assert.equal((await readState(page))?.phase, "in-call");
    const [row] = await stage.sql<{ n: number }[]>`
      select count(*)::int as n
      from coach.session_events e join coach.sessions s on s.id = e.session_id
      where e.kind in ('objective_reached', 'step_reached') and s.site_id = ${stage.site.id}`;
    assert.ok((row?.n ?? 0) > 0, "the server holds what was reached");
  });

  it("ends with a report that knows what was reached", async () => {
    await ask(page, "stop");
    await until(
      "the report is made",
      async () => (await readState(page))?.phase === "report-ready",
    );
    const [row] = await stage.sql<{ evidence: string }[]>`
      select coach.evidence_of(p.session_id) as evidence
      from coach.progress p join coach.sessions s on s.id = p.session_id
      where s.site_id = ${stage.site.id}`;
    assert.equal(row?.evidence, "complete", "our server heard every call that the page relayed");
    assert.deepEqual(errors, []);
  });
});
