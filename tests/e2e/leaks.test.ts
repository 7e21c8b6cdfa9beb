import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { LEAK_PAGES } from "../kit/host-pages/leak-pages.ts";
import { type HostBrowser, openHostBrowser } from "../kit/host-pages/open-host-browser.ts";
import { visitHostPage } from "../kit/host-pages/visit.ts";

/** Those that no other test ends; `npm run prove -- leaks` goes through them all. */
const SAMPLE = [
  "removed during the permission prompt",
  "removed with the sound menu open",
  "removed while the talk button is held",
  "report, then another attempt",
  "taken over from another tab",
];

describe("what a removed tag leaves behind", { timeout: 240_000 }, () => {
  let hosts: HostBrowser;

  before(async () => {
    hosts = await openHostBrowser();
  });

  after(async () => {
    await hosts.close();
  });

  for (const name of SAMPLE) {
    it(`no track, peer, timer, listener, sound, lock or channel: ${name}`, async () => {
      const page = LEAK_PAGES.find((candidate) => candidate.name === name);
      assert.ok(page);
      const { faults } = await visitHostPage(hosts, page);
      assert.deepEqual(faults, []);
    });
  }
});
