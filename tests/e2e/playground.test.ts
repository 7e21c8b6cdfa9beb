import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage } from "../kit/stack/stage.ts";

const Named = z.array(z.object({ name: z.string() }));
const Manifest = z.object({
  modules: z.array(
    z.object({
      declarations: z.array(
        z.object({
          name: z.string(),
          attributes: Named.optional(),
          events: Named.optional(),
          cssProperties: Named.optional(),
        }),
      ),
    }),
  ),
});

const Table = z.object({ ATTRIBUTES: Named, COLOURS: Named, EVENTS: z.array(z.string()) });

function toNames(list: z.infer<typeof Named> = []): string[] {
  return list.map(({ name }) => name).sort();
}

async function readManifest(): Promise<Record<"attributes" | "events" | "colours", string[]>> {
  const text = await readFile(projectPath("custom-elements.json"), "utf8");
  const tag = Manifest.parse(JSON.parse(text))
    .modules.flatMap(({ declarations }) => declarations)
    .find(({ name }) => name === "MakaVoiceCoach");
  return {
    attributes: toNames(tag?.attributes),
    events: toNames(tag?.events),
    colours: toNames(tag?.cssProperties).filter((name) => name !== "--maka-z-index"),
  };
}

describe("the playground", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let playground: ProbedPage;
  let address: string;

  const html = (page: Page): Promise<string> => page.locator("#html").innerText();

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    address = `${stage.urls.demo}/playground.html`;
    playground = await openPage(browser, address, { permissions: ["clipboard-write"] });
    await playground.page.getByRole("heading", { name: "Martine Bouvier" }).waitFor();
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("has a control for every attribute, a colour for every property, and hears every event", async () => {
    const offered: unknown = await playground.page.evaluate(
      () => import(new URL("/playground-table.js", location.href).href),
    );
    const { ATTRIBUTES, EVENTS, COLOURS } = Table.parse(offered);
    assert.deepEqual(
      {
        attributes: toNames(ATTRIBUTES),
        events: [...EVENTS].sort(),
        colours: toNames(COLOURS),
      },
      await readManifest(),
    );
  });

  it("gives what is set to the tag, and its HTML to copy", async () => {
    const { page } = playground;
    await page.getByLabel("locale").selectOption("fr-CA");
    await page.getByRole("button", { name: "Appeler" }).waitFor();
    await page.getByLabel("variables").fill('{"company": "A & B"}');
    await page.getByLabel("disabled").check();
    const told = await html(page);
    assert.match(
      told,
      /^<script type="module" src="http[^"]+\/widget\/maka-voice-coach\.js"><\/script>\n/,
    );
    for (const line of [
      'locale="fr-CA"',
      'variables="{&quot;company&quot;: &quot;A &amp; B&quot;}"',
      "\n  disabled\n",
    ])
      assert.ok(told.includes(line), told);
    await page.getByRole("button", { name: "Copy" }).press("Enter");
    await page.getByText("Copied").waitFor();
  });

  it("says what is wrong with variables that are no JSON object", async () => {
    const { page } = playground;
    for (const [wrong, sentence] of [
      ["{", "This is no JSON"],
      ["[1]", "Write a JSON object"],
    ] as const) {
      await page.getByLabel("variables").fill(wrong);
      await page.getByText(sentence).waitFor();
    }
    await page.getByLabel("variables").fill("");
    assert.equal(await page.getByLabel("variables").getAttribute("aria-invalid"), "false");
  });

  it("tells how an accent contrasts, as the tag really draws it", async () => {
    const { page } = playground;
    await page.locator('[name="--maka-accent"]').fill("#ffe08a");
    await page.getByText("is too weak, darkened to 3.0:1; black text on it, 7.0:1.").waitFor();
    assert.match(await html(page), /maka-voice-coach \{\n {4}--maka-accent: #ffe08a;\n {2}\}/);
    const drawn = await page
      .locator("[part~=start-button]")
      .evaluate((button) => [
        getComputedStyle(button).backgroundColor,
        getComputedStyle(button).color,
      ]);
    assert.match(drawn[0] ?? "", /xyz-d65 [\d.]+ 0\.3\d* /);
    assert.match(drawn[1] ?? "", /xyz-d65 0 0 0\)/);
    await page.locator('[name="--maka-ink"]').fill("#cccccc");
    await page.getByText("--maka-ink has 1.6:1, and text needs 4.5:1.").waitFor();
    await page.getByRole("button", { name: "Own ink of the tag" }).click();
    await page.getByRole("button", { name: "Own accent of the tag" }).click();
    assert.doesNotMatch(await html(page), /<style>/);
  });

  it("keeps the set-up in the address, and no token in it", async () => {
    const { page } = playground;
    await page.getByLabel("learner-token").fill("secret.token.here");
    await page.getByLabel("learner-token").press("Tab");
    await page.locator("#width").fill("320");
    await page.getByLabel("Right to left").check();
    assert.doesNotMatch(page.url(), /secret/);
    await page.reload();
    await page.locator("[part~=start-button]").waitFor();
    assert.equal(await page.getByLabel("locale").inputValue(), "fr-CA");
    assert.equal(await page.getByLabel("disabled").isChecked(), true);
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
    const box = await page.locator("maka-voice-coach").boundingBox();
    assert.equal(Math.round(box?.width ?? 0), 320);
    await page.getByRole("button", { name: "Begin anew" }).click();
    assert.equal(new URL(page.url()).search, "");
    await page.getByRole("button", { name: "Call Martine" }).waitFor();
  });

  it("logs events as they come, and calls methods by buttons", async () => {
    const { page } = playground;
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: "start()", exact: true }).press("Enter");
    await page.locator("[part~=consent-button]").waitFor();
    const first = page.locator("#events details").first();
    await first.locator("summary", { hasText: "maka-phase-changed" }).press("Enter");
    assert.deepEqual(JSON.parse(await first.locator("pre").innerText()), {
      phase: "consent",
      previous: "brief",
    });
    assert.match(await page.locator("#properties").innerText(), /phase\s+consent/);
    await page.getByRole("button", { name: "stop()", exact: true }).click();
    await page.locator("[part~=start-button]").waitFor();
  });

  it("shows variants that float, and a dark page", async () => {
    const { page } = playground;
    await page.reload();
    await page.getByLabel("variant").selectOption("panel");
    await page.locator("[part~=launcher]").click();
    await page.locator("[part~=start-button]").waitFor();
    await page.getByText("stands in the corner of the page").waitFor();
    await page.locator("[part~=launcher]").click();
    await page.getByLabel("Dark page").check();
    assert.match(await html(page), /theme="dark"/);
    await page.getByText("black text on it").waitFor();
  });

  it("keeps the tag in sight while the last settings are tried", async () => {
    const { page } = playground;
    await page.getByLabel("variant").selectOption("inline");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.locator("#properties").scrollIntoViewIfNeeded();
    const box = await page.locator("maka-voice-coach").boundingBox();
    assert.ok(box && box.y + box.height > 300 && box.y < 600, JSON.stringify(box));
  });

  it("fits a telephone, and offends no policy", async () => {
    const { page, errors } = playground;
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${width} px wide`);
    // The token above was none, and the service says so.
    assert.deepEqual(
      errors.filter((text) => !text.includes("401 (Unauthorized)")),
      [],
    );
  });
});
