import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { HOST_PAGES } from "../kit/host-pages/host-pages.ts";
import { type HostBrowser, openHostBrowser } from "../kit/host-pages/open-host-browser.ts";
import { EVERY_NAME, readCleanRequests, visitPolluted } from "../kit/host-pages/pollutions.ts";
import { visitHostPage } from "../kit/host-pages/visit.ts";

/** A few kinds of host page, beside those that a complaint is about; `npm run prove -- hosts` visits them all. */
const SAMPLE = [
  "policy: hash alone, one file with integrity",
  "frozen intrinsics",
  "every element styled !important, ours too",
  "every request marked by a monitor",
];

const VISITED = HOST_PAGES.filter(({ name }) => SAMPLE.includes(name) || /#\d/.test(name));

describe("host pages", { timeout: 480_000, concurrency: 2 }, () => {
  let hosts: HostBrowser;

  before(async () => {
    hosts = await openHostBrowser();
  });

  after(async () => {
    await hosts.close();
  });

  it("the sample is there", () => {
    const names = VISITED.map(({ name }) => name);
    assert.deepEqual(
      SAMPLE.filter((name) => !names.includes(name)),
      [],
    );
  });

  for (const page of VISITED) {
    it(`a practice works, and leaves the page as it was: ${page.name}`, async () => {
      const { faults } = await visitHostPage(hosts, page);
      assert.deepEqual(faults, []);
    });
  }

  it("a practice works, and asks the same, on a page that put every name on Object.prototype", async () => {
    const clean = await readCleanRequests(hosts);
    const { faults } = await visitPolluted(hosts, EVERY_NAME, clean);
    assert.deepEqual(faults, []);
  });

  it("the visit finds what a tag would leave behind, and what it would change", async () => {
    const careless = {
      name: "a careless tag",
      journey: "absent" as const,
      script: `<script>window.addEventListener("resize", () => 0);</script>
        <script type="module" src="{host}/pinned/careless.js"></script>`,
    };
    hosts.stage.servers.scripts.set(
      "/pinned/careless.js",
      `window.leaked = 1; document.body.style.color = "red"; setInterval(() => 0, 1000);
       document.addEventListener("click", () => 0);`,
    );
    const { faults } = await visitHostPage(hosts, careless);
    const text = faults.join("\n");
    assert.match(text, /changed the page: global leaked/);
    assert.match(text, /changed the page: style BODY/);
    assert.match(text, /still holds 1 setInterval/);
    assert.match(text, /still holds 1 listener \[object HTMLDocument\] click/);
    assert.doesNotMatch(text, /resize/);
  });
});
