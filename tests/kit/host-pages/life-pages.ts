import assert from "node:assert/strict";
import { until } from "../stack/stage.ts";
import { readProbe } from "../browser/page-probe.ts";
import { type HostPage, UNREACHABLE, writeTag } from "./host-page.ts";
import type { Visit } from "./visit.ts";

/** Moves the tag during a call, and asks for one answer after it. */
async function moveInCall(visit: Visit, how: "append" | "moveBefore"): Promise<void> {
  await visit.start();
  await visit.tag.evaluate((tag, name) => {
    const place = document.querySelector("#later");
    if (name === "append") place?.append(tag);
    else (place as unknown as { moveBefore(node: Node, before: null): void }).moveBefore(tag, null);
  }, how);
  await visit.finish();
  assert.equal((await readProbe(visit.page)).peersMade, 1, "one call");
}

/** Pages that move, remove, add and change the tag. */
export const LIFE_PAGES: readonly HostPage[] = [
  { name: "moved during the call", journey: (visit) => moveInCall(visit, "append") },
  { name: "moved by moveBefore", journey: (visit) => moveInCall(visit, "moveBefore") },
  {
    name: "one-page application that removes and adds (LK#226, livekit-react#87)",
    journey: async (visit) => {
      await visit.brief();
      await visit.frame.evaluate(async () => {
        const place = document.querySelector("#place");
        const model = document.querySelector("maka-voice-coach");
        for (let round = 0; place && model && round < 20; round += 1) {
          place.replaceChildren(model.cloneNode(true));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      });
      await visit.start();
    },
  },
  {
    name: "view replaced by innerHTML during the call",
    journey: async (visit) => {
      await visit.start();
      await visit.frame.evaluate(() => {
        const place = document.querySelector("#place");
        if (place) place.innerHTML = "";
      });
      await until("the call is over", async () => {
        const { openPeers, liveTracks } = await readProbe(visit.page);
        return openPeers + liveTracks === 0;
      });
    },
  },
  {
    name: "attributes that come late",
    tag: "<maka-voice-coach></maka-voice-coach>",
    journey: async (visit) => {
      await visit.tag.getByText(/The tag lacks the attribute|Il manque/).waitFor();
      const { urls, site } = visit.hosts.stage;
      await visit.tag.evaluate(
        (tag, { api, key }) => {
          tag.setAttribute("input", "text");
          tag.setAttribute("scenario", "saas-discovery-en");
          tag.setAttribute("embed-key", key);
          tag.setAttribute("api", api);
        },
        { api: urls.functions, key: site.embedKey },
      );
      await visit.start();
    },
  },
  {
    name: "another scenario during the call",
    journey: async (visit) => {
      await visit.start();
      await visit.tag.evaluate((tag) => {
        tag.setAttribute("scenario", "website-sales-fr");
      });
      await visit.tag.getByRole("heading", { name: "Martine Bouvier" }).waitFor();
      await until("the call is over", async () => (await readProbe(visit.page)).openPeers === 0);
    },
  },
  {
    name: "several on a page",
    tag: [
      writeTag(),
      writeTag('input="text" id="two"'),
      writeTag('variant="panel" id="three"'),
    ].join(""),
    journey: async (visit) => {
      const second = visit.frame.locator("#two");
      await visit.brief();
      await visit.start(second);
      assert.equal(await visit.tag.locator("[part~=start-button]").count(), 1);
      assert.equal((await readProbe(visit.page)).openPeers, 1);
    },
  },
  {
    name: "inside another element's shadow root",
    tag: '<div id="outer"></div>',
    tail: `<script type="module">const root = document.querySelector("#outer").attachShadow({ mode: "open" });
      root.innerHTML = ${JSON.stringify(writeTag())};</script>`,
    journey: "start",
  },
  {
    name: "made by script, properties before connection",
    tag: "",
    tail: `<script type="module">import "{host}/widget/maka-voice-coach.js";
      const tag = document.createElement("maka-voice-coach");
      Object.assign(tag, { api: "{functions}", embedKey: "{key}", scenario: "saas-discovery-en", input: "text", locale: "en" });
      document.querySelector("#place").append(tag);</script>`,
    journey: "start",
  },
  {
    name: "properties set before the script came",
    tag: "<maka-voice-coach></maka-voice-coach>",
    script: "",
    tail: `<script>Object.assign(document.querySelector("maka-voice-coach"), { api: "{functions}", embedKey: "{key}", scenario: "saas-discovery-en", input: "text", locale: "en" });</script>
      <script type="module" src="{host}/widget/maka-voice-coach.js"></script>`,
    journey: "start",
  },
  {
    name: "offline, then online",
    journey: async (visit) => {
      await visit.brief();
      await visit.page.context().setOffline(true);
      await visit.tag.evaluate((tag) => {
        (tag as HTMLElement & { scenario: string }).scenario = "website-sales-fr";
      });
      await visit.tag.getByText("We cannot reach the practice").waitFor();
      await visit.page.context().setOffline(false);
      await visit.tag.getByRole("button", { name: "Try again" }).click();
      await visit.start();
    },
    tolerates: UNREACHABLE,
  },
  {
    name: "page without a secure context",
    journey: async (visit) => {
      const { host } = visit.hosts.servers;
      await visit.page.goto(
        visit.page.url().replace(host, host.replace("127.0.0.1", "plain.test")),
      );
      await visit.tag.getByText("This practice is not set up on this page").waitFor();
    },
    tolerates: /Failed to load resource|CORS|isSecureContext/,
  },
];
