import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readProbe } from "../kit/browser/page-probe.ts";
import { exchange, readState, startTypedCall } from "../kit/browser/typed-call.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const GREETING = "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.";

/** A node of the tree that a screen reader reads. */
interface TreeNode {
  readonly role: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a screen reader finds in the page, in its order. */
async function readTree(page: Page): Promise<TreeNode[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties = [] }) => ({
      role: String(role?.value ?? ""),
      name: String(name?.value ?? ""),
      properties: Object.fromEntries(properties.map((entry) => [entry.name, entry.value.value])),
    }));
}

function liveOf({ properties }: TreeNode): string | undefined {
  return properties["live"] === undefined
    ? undefined
    : JSON.stringify(properties["live"]).replaceAll('"', "");
}

function find(tree: readonly TreeNode[], role: string, name: RegExp = /./): TreeNode {
  const found = tree.find((node) => node.role === role && name.test(node.name));
  const near = tree.filter((node) => node.role === role).map((node) => node.name);
  assert.ok(found, `${role} ${String(name)} among ${JSON.stringify(near)}`);
  return found;
}

describe(
  "complaints about other widgets, which must not be made of ours",
  { timeout: 240_000 },
  () => {
    let stage: Stage;
    let browser: Browser;
    let page: Page;

    before(async () => {
      stage = await openStage();
      browser = await openBrowser();
    });

    beforeEach(async () => {
      ({ page } = await openPage(browser, `${stage.urls.demo}/lesson.html`));
    });

    after(async () => {
      await browser.close();
      await stage.close();
    });

    it("first words cut (EL#29): the microphone is open before the call is asked for", async () => {
      const order: string[] = [];
      await page.exposeFunction("note", (what: string) => order.push(what));
      await page.addInitScript(() => {
        const { note } = globalThis as unknown as { note: (what: string) => void };
        const devices = navigator.mediaDevices;
        const ask = devices.getUserMedia.bind(devices);
        devices.getUserMedia = async (wish) => {
          const stream = await ask(wish);
          note("microphone");
          return stream;
        };
      });
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/coach/sessions"))
          order.push("session");
      });
      await page.reload();
      await startCall(page);
      await until("the call is up", async () => (await readState(page))?.phase === "in-call");
      assert.ok(order.indexOf("microphone") >= 0, "a microphone was opened");
      assert.ok(order.indexOf("microphone") < order.indexOf("session"), order.join());
      await page.context().close();
    });

    it("deviceId set blindly (EL#8, EL#391): no device is named before the learner chose one", async () => {
      const wishes: string[] = [];
      await page.exposeFunction("note", (wish: string) => wishes.push(wish));
      await page.addInitScript(() => {
        const { note } = globalThis as unknown as { note: (what: string) => void };
        const devices = navigator.mediaDevices;
        const ask = devices.getUserMedia.bind(devices);
        devices.getUserMedia = (wish) => {
          note(JSON.stringify(wish));
          return ask(wish);
        };
      });
      await page.reload();
      await startCall(page);
      await until("the call is up", async () => (await readState(page))?.phase === "in-call");
      assert.ok(wishes.length > 0);
      for (const wish of wishes) assert.doesNotMatch(wish, /deviceId|sampleRate/);
      await page.context().close();
    });

    it("mute leaks into the next call (EL#480)", async () => {
      await startCall(page);
      await until("the call is up", async () => (await readState(page))?.phase === "in-call");
      await page.locator("[part~=mute-button]").click();
      await page.locator("[part~=end-button]").first().click();
      const confirm = page.locator("maka-confirm button").last();
      if (await confirm.isVisible()) await confirm.click();
      await page.locator("[part~=retry-button]").first().click();
      await page.locator("[part~=consent-button]").click();
      const again = page.locator("[part~=call-button]:enabled");
      await again.or(page.locator("maka-call")).first().waitFor();
      if ((await again.count()) > 0) await again.click();
      await until(
        "the second call is up",
        async () => (await readState(page))?.phase === "in-call",
      );
      // While the persona's first sound begins, nobody is heard.
      await until("the one microphone is open", () =>
        page.evaluate(() => {
          const { probe } = globalThis as unknown as { probe: { tracks: MediaStreamTrack[] } };
          const live = probe.tracks.filter((track) => track.readyState === "live");
          return live.length === 1 && live.every((track) => track.enabled);
        }),
      );
      await page.context().close();
    });

    it("calls to mixpanel and chatgpt.com (microsoft/agent-framework#2347), a CDN that a company blocks (CK#57), a frame that answers 400 (openai/openai-chatkit-starter-app#22): only the page and its api are asked, and there is no frame", async () => {
      const { demo, api } = stage.urls;
      const known = [demo, api].map((url) => new URL(url).origin);
      const foreign: string[] = [];
      await page.route(
        ({ origin }) => !known.includes(origin),
        async (route) => {
          foreign.push(route.request().url());
          await route.abort();
        },
      );
      await page.reload();
      await startTypedCall(page);
      await exchange(page, GREETING);
      assert.deepEqual(foreign, []);
      assert.equal(page.frames().length, 1);
      await page.context().close();
    });

    it("criteria leaked in call (Selleo/mentingo#478): nothing that a browser receives before the end names one", async () => {
      const answers: string[] = [];
      page.on("response", (response) => {
        if (!response.url().startsWith(stage.urls.api)) return;
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        );
      });
      await page.reload();
      await startTypedCall(page);
      await exchange(page, GREETING);
      const everything = answers.join("\n");
      assert.match(everything, /Martine Bouvier/);
      assert.doesNotMatch(everything, /"(?:criteria|rubric|weight|instructions|anchors)"/);
      await page.context().close();
    });

    it("Enter sends during IME (EL#750): a word that is still composed is not sent", async () => {
      await startTypedCall(page);
      const before = (await readState(page))?.turns.length;
      const input = page.locator("[part~=text-input]");
      await input.fill("こんにちは");
      await input.evaluate((element) =>
        element.dispatchEvent(
          new KeyboardEvent("keydown", {
            key: "Enter",
            isComposing: true,
            keyCode: 229,
            bubbles: true,
            composed: true,
            cancelable: true,
          }),
        ),
      );
      await page.waitForTimeout(300);
      assert.equal(await input.inputValue(), "こんにちは");
      assert.equal((await readState(page))?.turns.length, before);
      await page.context().close();
    });

    it("is read by a screen reader from brief to report: names, roles, order and live regions", async () => {
      await page.locator("[part~=start-button]").waitFor();
      const brief = await readTree(page);
      find(brief, "region", /appel/i);
      find(brief, "heading", /Martine Bouvier/);
      find(brief, "button", /Appeler/);
      await page.locator("[part~=start-button]").press("Enter");
      await page.locator("[part~=consent-button]").waitFor();
      const consent = await readTree(page);
      assert.ok(
        consent.some(({ role }) => role === "listitem"),
        "what is agreed to is a list",
      );
      await page.locator("[part~=consent-button]").press("Enter");
      await page.locator("[part~=call-button]:enabled").waitFor();
      find(await readTree(page), "status", /^/);
      await page.locator("[part~=call-button]").press("Enter");
      await page.locator("[part~=caption]").first().waitFor({ timeout: 30_000 });
      const call = await readTree(page);
      const log = find(call, "log");
      // Off, which the tree does not name, while the persona is audible; polite after that.
      assert.ok([undefined, "off", "polite"].includes(liveOf(log)), JSON.stringify(log));
      find(call, "status", /^/);
      const named = call.filter(({ role }) => /button|textbox|slider|combobox/.test(role));
      assert.deepEqual(
        named.filter(({ name }) => name === ""),
        [],
        "every control has a name",
      );
      await page.locator("[part~=end-button]").first().press("Enter");
      // Ending soon after the persona has spoken is asked about, in a dialog.
      const confirm = page.locator("maka-confirm button").last();
      const over = page.locator("maka-report [part~=retry-button]");
      await confirm.or(over).first().waitFor();
      if (await confirm.isVisible()) {
        find(await readTree(page), "dialog");
        await confirm.press("Enter");
      }
      await over.waitFor();
      const report = await readTree(page);
      const heading = report.find(
        ({ role, properties }) => role === "heading" && properties["focused"] === true,
      );
      assert.ok(heading && heading.name.length > 0, "the focus goes to what the call came to");
      assert.equal((await readProbe(page)).liveTracks, 0);
      await page.context().close();
    });
  },
);
