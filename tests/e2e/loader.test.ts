import assert from "node:assert/strict";
import { readFile, rename } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { writeHostFiles } from "../kit/host-pages/host-files.ts";
import { type HostServers, serveHostPages } from "../kit/host-pages/serve-host-pages.ts";
import { startTypedCall } from "../kit/browser/typed-call.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage } from "../kit/stack/stage.ts";

const FILE = "maka-voice-coach.loader.js";

/** What a learner can leave in a forum that keeps links, their class and their address. */
const HOSTILE = [
  "javascript:alert(1)#scenario=website-sales-fr",
  "https://evil.example/#scenario=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
  "https://evil.example/",
];

describe(
  "a link where authors may not write scripts (maths/moodle-qtype_stack#1074)",
  { timeout: 240_000 },
  () => {
    let stage: Stage;
    let browser: Browser;
    let servers: HostServers;
    let demo: string;

    before(async () => {
      stage = await openStage();
      browser = await openBrowser();
      ({ demo } = stage.urls);
      const folder = path.join(stage.folder, "host-pages");
      await writeHostFiles(folder);
      servers = await serveHostPages(folder);
      await stage.sql`
        update coach.sites set origins = origins || ${[servers.host]} where id = ${stage.site.id}`;
    });

    after(async () => {
      await browser.close();
      await servers.close();
      await stage.close();
    });

    const link = (href: string): string =>
      `<a class="maka-voice-coach" href="${href}">Practise</a>`;

    /** A page of a learning platform: the administrator's script in its head, an author's words in its body. */
    async function openForum(post: string, type = ""): Promise<ProbedPage> {
      const { functions, api } = stage.urls;
      const headers = {
        "content-security-policy":
          `default-src 'none'; script-src ${servers.cdn}; connect-src ${api}; base-uri 'none'; ` +
          "require-trusted-types-for 'script'; trusted-types lit-html",
      };
      servers.pages.set("/forum.html", {
        headers,
        body: `<!doctype html><html lang="en"><head><title>Forum</title>
          <script ${type} src="${servers.cdn}/widget/${FILE}" data-api="${functions}" data-embed-key="${stage.site.embedKey}"></script>
          </head><body><article>${post}</article></body></html>`,
      });
      const opened = await openPage(browser, `${servers.host}/forum.html`);
      return opened;
    }

    it("leads without the loader to the operator's page, which shows what the link names", async () => {
      const { page, errors } = await openPage(
        browser,
        `${demo}/practice.html#scenario=returns-de&locale=nl`,
      );
      await page.getByRole("heading", { name: "Jonas Petermann" }).waitFor();
      const tag = page.locator("maka-voice-coach");
      assert.equal(await tag.getAttribute("locale"), "nl");
      assert.match(page.url(), /#scenario=returns-de&locale=nl$/, "it can be kept as a bookmark");
      await page.goto(
        `${demo}/practice.html?scenario=saas-discovery-en#embed-key=mk_evil&learner-token=a`,
      );
      await page.getByRole("heading", { name: "Dana Whitfield" }).waitFor();
      assert.equal(await tag.getAttribute("embed-key"), stage.site.embedKey);
      assert.equal(await tag.getAttribute("learner-token"), null);
      assert.doesNotMatch(page.url(), /learner-token/);
      assert.deepEqual(errors, []);
      await page.context().close();
    });

    for (const type of ["", "async", 'type="module"'])
      it(`becomes the practice under a strict policy and Trusted Types: <script ${type}>`, async () => {
        const post = link(`${demo}/practice.html#scenario=saas-discovery-en&input=text`);
        const { page, errors } = await openForum(`<p>Before the seminar: ${post}</p>`, type);
        await page.locator("[part~=start-button]").waitFor();
        if (type === "") await startTypedCall(page);
        assert.equal(await page.locator("article a").count(), 0);
        const leaked = await page.evaluate(() =>
          Object.keys(globalThis).filter((name) => /maka|unused/i.test(name)),
        );
        assert.deepEqual(leaked, []);
        assert.deepEqual(errors, []);
        await page.context().close();
      });

    it("is found when it is added later", async () => {
      const { page, errors } = await openForum("<p>Nothing yet.</p>");
      await page.evaluate((href) => {
        const added = document.createElement("a");
        added.className = "maka-voice-coach";
        added.href = href;
        document.querySelector("article")?.append(added);
      }, "/practice.html#scenario=returns-de");
      await page.getByRole("heading", { name: "Jonas Petermann" }).waitFor();
      assert.deepEqual(errors, []);
      await page.context().close();
    });

    it("directs the tag to no other service, runs nothing, and stays a link where it names no scenario", async () => {
      const misdirected =
        "https://evil.example/?api=https://evil.example&embed-key=mk_evil" +
        "#scenario=returns-de&api=https://evil.example&learner-token=e.v.il&variant=panel&onclick=alert(1)";
      const { page, errors } = await openForum([misdirected, ...HOSTILE].map(link).join(" "));
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("dialog", (dialog) => {
        asked.push(dialog.message());
        void dialog.dismiss();
      });
      await page.reload();
      const tag = page.locator("maka-voice-coach");
      await page.getByRole("heading", { name: "Jonas Petermann" }).waitFor();
      assert.deepEqual(await tag.evaluate((element) => element.getAttributeNames().sort()), [
        ...["api", "embed-key", "placement", "scenario", "theme", "variant"],
      ]);
      assert.equal(await tag.getAttribute("api"), stage.urls.functions);
      assert.equal(await tag.getAttribute("variant"), "inline");
      assert.equal(await page.locator("article > a").count(), HOSTILE.length);
      const origins = [servers.host, servers.cdn, stage.urls.api];
      const strange = asked.filter((what) => !origins.some((origin) => what.startsWith(origin)));
      assert.deepEqual(strange, []);
      assert.deepEqual(errors, []);
      await page.context().close();
    });

    it("stays a working link where the tag's file cannot be fetched", async () => {
      const file = path.join(stage.folder, "host-pages/widget/maka-voice-coach.js");
      await rename(file, `${file}.away`);
      const { page } = await openForum(link(`${demo}/practice.html#scenario=returns-de`));
      const links = page.locator("article a");
      await page.waitForFunction(() => document.readyState === "complete");
      await links.click();
      await page.getByRole("heading", { name: "Jonas Petermann" }).waitFor();
      assert.match(page.url(), /practice\.html/);
      await page.context().close();
    });

    it("may say the same to the loader and to the operator's page", async () => {
      const listOf = (text: string, name: string): string =>
        new RegExp(`${name} = (\\[[^\\]]+\\])`).exec(text)?.[1]?.replaceAll(/\s/g, "") ?? "";
      const source = await readFile(
        projectPath("widget/src/adapters/page/upgrade-links.ts"),
        "utf8",
      );
      const page = await readFile(projectPath("demo/pages/practice.js"), "utf8");
      assert.match(listOf(source, "GIVEN"), /scenario/);
      assert.equal(listOf(page, "OF_LINKS"), listOf(source, "GIVEN"));
    });
  },
);
