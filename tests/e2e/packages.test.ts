import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Frame, Page } from "playwright-core";
import { build } from "vite";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { buildPackage } from "../../scenarios/packaging/build-package.ts";
import type { PackageKind } from "../../scenarios/packaging/package-request.ts";
import { readScript } from "../../scenarios/packaging/read-package-files.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import {
  ask,
  exchange,
  type PracticePage,
  readState,
  startTypedCall,
} from "../kit/browser/typed-call.ts";
import { type CourseServer, serveCourse } from "../kit/lms/course-server.ts";
import { HostileCmi5, openRegistration } from "../kit/lms/hostile-cmi5.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const SCENARIO = { id: "website-sales-fr", title: "Vendre un site", language: "fr", passMark: 60 };

/** What scorm-again holds, whichever version it plays. */
interface Held {
  readonly raw: string;
  readonly status: string;
  readonly suspended: string;
}

const VERSIONS = {
  scorm12: {
    file: "scorm12",
    constructor: "Scorm12API",
    api: "API",
    core: "cmi.core.",
    get: "LMSGetValue",
    status: "lesson_status",
  },
  scorm2004: {
    file: "scorm2004",
    constructor: "Scorm2004API",
    api: "API_1484_11",
    core: "cmi.",
    get: "GetValue",
    status: "success_status",
  },
} as const;

describe("a package in a platform", { timeout: 300_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let course: CourseServer;
  let dist: string;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    course = await serveCourse();
    dist = path.join(stage.folder, "dist");
    for (const mode of ["single", "lms"])
      await build({
        root: projectPath("."),
        configFile: projectPath("vite.config.ts"),
        mode,
        logLevel: "error",
        build: { outDir: dist },
      });
    await stage.sql`
      update coach.sites set origins = origins || ${[course.lms]} where id = ${stage.site.id}`;
  });

  after(async () => {
    await browser.close();
    await course.close();
    await stage.close();
  });

  async function upload(kind: PackageKind): Promise<void> {
    const script = await readScript(dist, course.cdn);
    const { pathname } = new URL(script.url);
    course.scripts.set(pathname, await readFile(path.join(dist, pathname)));
    const request = {
      ...{ kind, scenario: SCENARIO, script, locale: "en", completionOnly: false, exit: null },
      ...{ api: stage.urls.functions, embedKey: stage.site.embedKey },
    };
    course.upload(await buildPackage(request, dist));
  }

  /** A page of the platform, with its API and the package in a frame. */
  async function launch(kind: keyof typeof VERSIONS): Promise<{ player: Page; frame: Frame }> {
    const { file, constructor, api } = VERSIONS[kind];
    const library = projectPath(`node_modules/scorm-again/dist/${file}.min.js`);
    course.files.set("/api.js", await readFile(library));
    course.files.set(
      "/player.html",
      `<!doctype html><html lang="en"><title>Course</title><script src="/api.js"></script>
      <script>window["${api}"] = new window["${constructor}"]({ autocommit: false, logLevel: 5 });</script>
      <iframe id="sco" src="/content/index.html" title="Practice" width="800" height="700"></iframe></html>`,
    );
    const { page: player } = await openPage(browser, `${course.lms}/player.html`);
    await player.frameLocator("#sco").locator("[part~=start-button]").waitFor();
    const frame = player.frames().find((each) => each.url().includes("/content/"));
    assert.ok(frame);
    return { player, frame };
  }

  async function practise(page: PracticePage): Promise<void> {
    await startTypedCall(page);
    await exchange(page, "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.");
    await exchange(page, "Est-ce que je peux vous poser deux questions sur vos commandes ?");
    await ask(page, "stop");
    await until(
      "the report is made",
      async () => (await readState(page))?.phase === "report-ready",
    );
  }

  function readHeld(player: Page, kind: keyof typeof VERSIONS): Promise<Held> {
    return player.evaluate(({ api, core, get, status }) => {
      const held: unknown = Reflect.get(window, api);
      const read = (element: string): string => {
        const method: unknown = typeof held === "object" && held && Reflect.get(held, get);
        return typeof method === "function" ? String(Reflect.apply(method, held, [element])) : "";
      };
      return {
        raw: read(`${core}score.raw`),
        status: read(core + status),
        suspended: read("cmi.suspend_data"),
      };
    }, VERSIONS[kind]);
  }

  for (const kind of ["scorm12", "scorm2004"] as const)
    it(`comes to a score under scorm-again: ${kind}`, async () => {
      await upload(kind);
      const { player, frame } = await launch(kind);
      await practise(frame);
      await frame.getByText("Your course has this result.").waitFor();
      const total = await frame.evaluate(
        () =>
          document.querySelector<HTMLElement & { report: { total: number } | null }>(
            "maka-voice-coach",
          )?.report?.total,
      );
      const { raw, status, suspended } = await readHeld(player, kind);
      assert.equal(raw, String(total));
      assert.equal(status, Number(total) >= SCENARIO.passMark ? "passed" : "failed");
      assert.equal(suspended, (await readState(frame))?.sessionId);
      await player.context().close();
    });

  it("comes to a score in a cmi5 launch, and goes back to the course", async () => {
    await upload("cmi5");
    const record = openRegistration();
    const lms = new HostileCmi5(record, { masteryScore: 0.6 }, course.lms);
    course.answer = lms.fetch;
    const { page } = await openPage(browser, `${course.lms}/content/index.html${lms.query}`);
    await page.locator("[part~=start-button]").waitFor();
    await practise(page);
    await page.getByText("Your course has this result.").waitFor();
    assert.deepEqual(lms.verbs.toSorted(), ["completed", "initialized", lms.verbs[1]].toSorted());
    assert.match(lms.verbs[1] ?? "", /^(passed|failed)$/);
    const back = page.getByRole("link", { name: "Back to the course" });
    assert.equal(await back.getAttribute("href"), "https://lms.example/course/7");
    await page.goto("about:blank");
    await until("the launch is over", () => Promise.resolve(lms.verbs.at(-1) === "terminated"));
    assert.deepEqual(lms.refusals, []);
    await page.context().close();
  });

  it("tells whoever opens its page outside a course that none has the result", async () => {
    await upload("scorm2004");
    const { page } = await openPage(browser, `${course.lms}/content/index.html`);
    await page.getByText("No course is connected here, so none records your result.").waitFor();
    await page.context().close();
  });
});
