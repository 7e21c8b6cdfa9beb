import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { readProbe } from "../kit/browser/page-probe.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

describe("a practice on the partner page under a strict policy", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let partner: ProbedPage;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    partner = await openPage(browser, `${stage.urls.demo}/partner.html`, {
      isListening: true,
    });
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("asks nothing of the server before somebody reaches for the launcher", async () => {
    const { page } = partner;
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.reload();
    await page.locator("[part~=launcher]").waitFor();
    assert.deepEqual(
      requests.filter((url) => url.startsWith(stage.urls.api)),
      [],
    );
  });

  it("is led from launcher to report by keyboard alone, in writing", async () => {
    const { page } = partner;
    const press = async (part: string): Promise<void> => {
      const button = page.locator(`[part~=${part}]`);
      await button.waitFor();
      await button.focus();
      await page.keyboard.press("Enter");
    };
    await press("launcher");
    await press("start-button");
    await press("consent-button");
    await page.locator("[part~=call-button]:enabled").waitFor();
    await press("call-button");
    await until(
      "the opening line is audible",
      async () => (await readProbe(page)).audibleAt.length > 0,
    );
    await page.getByRole("button", { name: "Type" }).press("Enter");
    await page.keyboard.type("Good morning, is this a good moment for two short questions?");
    await page.keyboard.press("Enter");
    await until("the customer has answered", async () => {
      const { events } = await readProbe(page);
      return events.filter((event) => event.type === "maka-turn-completed").length >= 3;
    });
    await press("end-button");
    // Ending within ten seconds of the answer is asked about once.
    const confirm = page.getByRole("dialog").getByRole("button", { name: "End call" });
    if (await confirm.isVisible()) await confirm.press("Enter");
    await until("the report is ready", async () =>
      (await readProbe(page)).events.some((event) => event.type === "maka-report-ready"),
    );
    const heading = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.tagName;
    });
    assert.equal(heading, "H2", "focus goes to the report's heading");
  });

  for (const [format, pattern] of [
    ["txt", /Every word\n/],
    ["vtt", /^WEBVTT\n\n00:0\d:\d\d\.\d{3} --> /],
    ["json", /^\{\n {2}"version": 2,/],
  ] as const) {
    it(`saves the practice as ${format}`, async () => {
      const { page } = partner;
      const arrived = page.waitForEvent("download", { timeout: 10_000 });
      await page.locator(`[data-format=${format}]`).press("Enter");
      const download = await arrived;
      assert.match(
        download.suggestedFilename(),
        new RegExp(`^practice-[a-z-]+-\\d{4}-\\d\\d-\\d\\d\\.${format}$`),
      );
      const file = path.join(stage.folder, download.suggestedFilename());
      await download.saveAs(file);
      assert.match(await readFile(file, "utf8"), pattern);
    });
  }

  it("prints the report alone, in its own styles", async () => {
    const { page } = partner;
    const report = page.locator("maka-report");
    await report.evaluate((element) => {
      const root = element.shadowRoot;
      if (!root) return;
      root.append = (...nodes) => {
        const [frame] = nodes;
        if (!(frame instanceof HTMLIFrameElement)) return;
        root.appendChild(frame);
        const paper = frame.contentWindow;
        if (!paper) return;
        paper.print = () => {
          frame.setAttribute("data-printed", "");
        };
      };
    });
    await page.locator("maka-save button").last().click();
    const printed = await report.evaluate((element) => {
      const frame = element.shadowRoot?.querySelector<HTMLIFrameElement>("iframe[data-printed]");
      const copy = frame?.contentDocument?.querySelector("maka-report")?.shadowRoot;
      if (!frame?.contentWindow || !copy) return null;
      const level = copy.querySelector(".level") ?? copy.host;
      return {
        hasTurns: copy.querySelectorAll(".turn").length >= 3,
        display: frame.contentWindow.getComputedStyle(level).display,
        hasPage: copy.ownerDocument.body.innerText.includes("Partner onboarding"),
      };
    });
    assert.deepEqual(printed, { hasTurns: true, display: "flex", hasPage: false });
  });

  it("offends neither the Content-Security-Policy nor Trusted Types", async () => {
    const { liveTracks, openPeers } = await readProbe(partner.page);
    assert.deepEqual({ liveTracks, openPeers }, { liveTracks: 0, openPeers: 0 });
    assert.deepEqual(partner.errors, []);
  });
});
