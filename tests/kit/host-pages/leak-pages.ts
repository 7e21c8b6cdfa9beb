import type { Page } from "playwright-core";
import { until } from "../stack/stage.ts";
import { controlStandIn } from "../provider/stand-in-control.ts";
import { ask, exchange, readState, say } from "../browser/typed-call.ts";
import { type HostPage, UNREACHABLE, writeTag } from "./host-page.ts";
import type { Visit } from "./visit.ts";

const GREETING = "Good morning, is this a good moment for two short questions about your clinics?";
const INSULT = "You are an idiot, shut up.";
/** Back sooner than the server lets one call follow another: the tab is told how long to wait, and waits. */
const TOO_SOON = /status of 409/;
const BY_VOICE = writeTag("");

async function reach(page: Page, phase: string, timeoutMs = 30_000): Promise<void> {
  await until(`phase ${phase}`, async () => (await readState(page))?.phase === phase, timeoutMs);
}

/** Agrees by voice, which shows the microphone check to a fresh browser. */
async function agree(visit: Visit): Promise<void> {
  const { tag } = visit;
  await visit.brief();
  await tag.locator("[part~=start-button]").click();
  await tag.locator("[part~=consent-button]").click();
}

async function call(visit: Visit): Promise<void> {
  await agree(visit);
  await visit.tag.locator("[part~=call-button]:enabled").click();
  await visit.tag.locator("[part~=caption]").first().waitFor({ timeout: 30_000 });
}

/** Another tab of the same browser on the same page. */
async function openOther(visit: Visit): Promise<Page> {
  const other = await visit.page.context().newPage();
  await visit.prepare(other);
  await other.goto(visit.page.url());
  return other;
}

function standInOf({ hosts }: Visit): ReturnType<typeof controlStandIn> {
  return controlStandIn(hosts.stage);
}

/** Lets every answer to `route` wait for `delayMs`. */
async function delay(page: Page, route: string, delayMs: number): Promise<void> {
  await page.route(route, async (request) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await request.continue().catch(() => undefined);
  });
}

/** Every way in which a practice ends or is cut short; after each the tag is removed, and nothing may be left. */
export const LEAK_PAGES: readonly HostPage[] = [
  { name: "brief only", journey: (visit) => visit.brief() },
  {
    name: "left at the consent",
    journey: async (visit) => {
      await visit.brief();
      await visit.tag.locator("[part~=start-button]").click();
      await visit.tag.locator("[part~=consent-button]").waitFor();
    },
  },
  {
    name: "removed during the permission prompt",
    tag: BY_VOICE,
    head: `<script>const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wish) => { await new Promise((done) => setTimeout(done, 2500)); return ask(wish); };</script>`,
    journey: agree,
  },
  {
    name: "removed during the microphone check",
    tag: BY_VOICE,
    journey: async (visit) => {
      await agree(visit);
      await visit.tag.locator("[part~=call-button]:enabled").waitFor();
    },
  },
  {
    name: "removed while connecting",
    journey: async (visit) => {
      await delay(visit.page, "**/coach/sessions", 1_500);
      await visit.brief();
      await visit.tag.locator("[part~=start-button]").click();
      await visit.tag.locator("[part~=consent-button]").click();
      await reach(visit.page, "connecting");
    },
  },
  { name: "removed in a typed call", journey: "start" },
  { name: "removed in a spoken call", tag: BY_VOICE, journey: call },
  {
    name: "removed with the sound menu open",
    tag: BY_VOICE,
    journey: async (visit) => {
      await call(visit);
      await visit.tag.locator("[part~=sound-button]").first().click();
    },
  },
  {
    name: "removed while the talk button is held",
    tag: writeTag('input="push-to-talk"'),
    journey: async (visit) => {
      await call(visit);
      await visit.tag.locator("[part~=talk-button]").focus();
      await visit.page.keyboard.down("Space");
      await visit.tag.locator("[part~=talk-button][aria-pressed=true]").waitFor();
    },
  },
  { name: "ended by the learner, with a report", journey: "typed" },
  {
    name: "ended by the learner in a spoken call, not scored",
    tag: BY_VOICE,
    journey: "voice",
  },
  {
    name: "removed while the report is made",
    journey: async (visit) => {
      await visit.start();
      await exchange(visit.page, GREETING);
      await ask(visit.page, "stop");
    },
  },
  {
    name: "report, then another attempt",
    journey: async (visit) => {
      await visit.start();
      await visit.finish();
      await visit.tag.locator("[part~=retry-button]").first().click();
      await visit.tag.locator("[part~=consent-button]").click();
      await reach(visit.page, "in-call");
    },
  },
  {
    name: "ended by the persona",
    journey: async (visit) => {
      await visit.start();
      await exchange(visit.page, INSULT);
      await say(visit.page, INSULT);
      await until("the persona hangs up", async () =>
        /report|scored/.test((await readState(visit.page))?.phase ?? ""),
      );
    },
  },
  {
    name: "refused by the server, then tried again",
    journey: async (visit) => {
      await visit.page.route("**/coach/sessions", (route) => route.abort());
      await visit.brief();
      await visit.tag.locator("[part~=start-button]").click();
      await visit.tag.locator("[part~=consent-button]").click();
      await reach(visit.page, "failed", 60_000);
      await visit.page.unrouteAll();
      await visit.tag.locator("[part~=retry-button]").click();
      await visit.tag.locator("[part~=consent-button]").click();
      await reach(visit.page, "in-call");
    },
    tolerates: UNREACHABLE,
  },
  {
    name: "failed",
    journey: async (visit) => {
      await visit.page.route("**/coach/sessions", (route) => route.abort());
      await visit.brief();
      await visit.tag.locator("[part~=start-button]").click();
      await visit.tag.locator("[part~=consent-button]").click();
      await reach(visit.page, "failed", 60_000);
    },
    tolerates: UNREACHABLE,
  },
  {
    name: "called again after its call vanished",
    journey: async (visit) => {
      await visit.start();
      await standInOf(visit).dropCalls();
      await until(
        "it calls again",
        async () => (await readState(visit.page))?.recovery === "calling-again",
      );
      await until("it is back", async () => (await readState(visit.page))?.recovery === "none");
    },
  },
  {
    name: "recovery given up",
    journey: async (visit) => {
      await visit.start();
      await visit.page.route(/functions\/v1/, (route) => route.abort());
      await standInOf(visit).dropCalls();
      await until(
        "it offers another way",
        async () => (await readState(visit.page))?.recovery === "offered",
        90_000,
      );
      await ask(visit.page, "stop");
    },
    tolerates: UNREACHABLE,
  },
  {
    name: "loaded again, interrupted",
    journey: async (visit) => {
      await visit.start();
      await visit.page.reload();
      await reach(visit.page, "interrupted");
    },
  },
  {
    name: "loaded again, gone on with",
    journey: async (visit) => {
      await visit.start();
      await visit.page.reload();
      await reach(visit.page, "interrupted");
      await until(
        "it can go on",
        async () => ((await readState(visit.page))?.interruption?.remainingSeconds ?? 0) > 0,
      );
      await ask(visit.page, "resume");
      await reach(visit.page, "in-call");
    },
  },
  {
    name: "taken over by another tab",
    journey: async (visit) => {
      await visit.start();
      const other = await openOther(visit);
      await until(
        "the other tab knows",
        async () => (await readState(other))?.interruption?.elsewhere === true,
      );
      await ask(other, "takeOver");
      await reach(visit.page, "interrupted");
    },
  },
  {
    name: "taken over from another tab",
    journey: async (visit) => {
      await visit.start();
      const held = await openOther(visit);
      await until(
        "the other tab knows",
        async () => (await readState(held))?.interruption?.elsewhere === true,
      );
      await ask(held, "takeOver");
      await reach(held, "in-call");
      await ask(visit.page, "takeOver");
      await reach(visit.page, "in-call");
      await reach(held, "interrupted");
    },
    tolerates: TOO_SOON,
  },
  {
    name: "page left during the call",
    journey: async (visit) => {
      await visit.start();
      const url = visit.page.url();
      const before = (await standInOf(visit).listLive()).length;
      await visit.page.goto("about:blank");
      await until(
        "the call is gone at the provider",
        async () => (await standInOf(visit).listLive()).length < before,
      );
      await visit.page.goto(url);
      await visit.tag.waitFor({ state: "attached" });
    },
  },
  {
    name: "ended by the deadline",
    journey: async (visit) => {
      const { sql, site } = visit.hosts.stage;
      await sql`update coach.sites set max_session_seconds = 30 where id = ${site.id}`;
      try {
        await visit.page.reload();
        await visit.start();
        await exchange(visit.page, GREETING);
      } finally {
        await sql`update coach.sites set max_session_seconds = 900 where id = ${site.id}`;
      }
      await until(
        "the deadline ends it",
        async () => /report|scored/.test((await readState(visit.page))?.phase ?? ""),
        60_000,
      );
    },
  },
];
