import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { installMicrophone, speak } from "../kit/browser/microphone.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage, type PageOptions } from "../kit/browser/open-browser.ts";
import { controlStandIn } from "../kit/provider/stand-in-control.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";
import { inLedgerOf } from "../kit/stack/test-site.ts";
import { words as frenchDuringCall } from "../../widget/src/locales/fr/during-call.ts";
import { words as frenchReport } from "../../widget/src/locales/fr/report.ts";

const GREETING =
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?";

interface Turn {
  readonly speaker: string;
  readonly status: string;
  readonly text: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

type Widget = HTMLElement & { turns: Turn[]; phase: string };

interface ProbeWindow {
  probe: { tracks: MediaStreamTrack[]; peers: RTCPeerConnection[] };
}

async function readTurns(page: Page): Promise<Turn[]> {
  return await page.evaluate(() => document.querySelector<Widget>("maka-voice-coach")?.turns ?? []);
}

async function readMood(page: Page, selector = "maka-voice-coach"): Promise<string> {
  return await page.evaluate(
    (which) => document.querySelector<Widget>(which)?.phase ?? "",
    selector,
  );
}

async function setInput(page: Page, input: string): Promise<void> {
  await page.locator("maka-voice-coach").evaluate((widget, value) => {
    widget.setAttribute("input", value);
  }, input);
}

describe("the ways to take part in a practice", { timeout: 240_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let errors: readonly string[];

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  async function openLesson(options?: PageOptions): Promise<void> {
    ({ page, errors } = await openPage(browser, `${stage.urls.demo}/lesson.html`, options));
  }

  async function leaveCall(): Promise<void> {
    await page.evaluate(() => {
      for (const widget of document.querySelectorAll("maka-voice-coach")) widget.remove();
    });
    await until("nothing is open any more", async () => {
      const { liveTracks, openPeers } = await readProbe(page);
      return liveTracks === 0 && openPeers === 0;
    });
    await until("the server counts no call", async () => {
      const [row] = await stage.sql<{ live: number }[]>`
        select coalesce(sum(live_sessions), 0)::int as live
        from coach.usage_windows where ${inLedgerOf(stage.sql, stage.site)}`;
      return row?.live === 0;
    });
  }

  async function hangUp(): Promise<void> {
    await leaveCall();
    assert.deepEqual(errors, []);
    await page.context().close();
  }

  it("mic asked in text mode (EL#412): a typed practice opens no microphone and is answered aloud", async () => {
    await openLesson({ isListening: true });
    await setInput(page, "text");
    await page.locator("[part~=start-button]").click();
    const consent = await page.locator("maka-consent ul").innerText();
    assert.match(consent, /aucun micro/);
    assert.doesNotMatch(consent, /Votre voix est transmise/);
    await page.locator("[part~=consent-button]").click();
    await until(
      "the opening line is audible",
      async () => (await readProbe(page)).audibleAt.length > 0,
    );
    await page.locator("[part~=text-input]").fill(GREETING);
    await page.locator("[part~=text-input]").press("Enter");
    await until("the customer has answered", async () => {
      const turns = await readTurns(page);
      return turns.filter(({ status }) => status === "final").length >= 3;
    });
    const turns = await readTurns(page);
    assert.deepEqual(
      turns.slice(0, 3).map(({ speaker }) => speaker),
      ["persona", "learner", "persona"],
    );
    const made = await page.evaluate(() => {
      const { probe } = globalThis as unknown as ProbeWindow;
      const [transceiver] = probe.peers[0]?.getTransceivers() ?? [];
      return { tracks: probe.tracks.length, direction: transceiver?.direction };
    });
    assert.deepEqual(made, { tracks: 0, direction: "recvonly" });
    assert.equal(await page.locator("[part~=mute-button]").count(), 0);
    await hangUp();
  });

  it("a service that fails every reply is asked three times, then the call ends without a score and without a charge", async () => {
    await openLesson();
    await setInput(page, "text");
    const widget = page.locator("maka-voice-coach");
    // Its customer waits for the learner, so that nothing was said before it fails.
    await widget.evaluate((each) => {
      each.setAttribute("scenario", "vip-fr");
    });
    await startCall(page);
    await page.locator("[part~=text-input]").waitFor();
    await controlStandIn(stage).failReplies();
    await page.locator("[part~=text-input]").fill(GREETING);
    await page.locator("[part~=text-input]").press("Enter");
    await page.getByText(frenchDuringCall.replyFailed("Ariane")).waitFor();
    await page.getByText(frenchReport.reasons.persona_silent).waitFor({ timeout: 60_000 });
    const { events } = await readProbe(page);
    const details = (name: string): unknown[] =>
      events.filter(({ type }) => type === name).map(({ detail }) => detail);
    assert.deepEqual(details("maka-warning"), Array(3).fill({ code: "reply_failed" }));
    const [end] = details("maka-session-ended") as { reason: string; usedSeconds: number }[];
    assert.deepEqual([end?.reason, end?.usedSeconds], ["failed", 0]);
    await hangUp();
  });

  it("push-to-talk by the space bar hands over one turn, and nothing is heard before it", async () => {
    await openLesson({ prepare: installMicrophone });
    await setInput(page, "push-to-talk");
    await startCall(page);
    await page.locator("[part~=talk-button]").waitFor();
    const isOpen = (): Promise<boolean> =>
      page.evaluate(() => {
        const { probe } = globalThis as unknown as ProbeWindow;
        return probe.tracks.some((track) => track.enabled);
      });
    assert.equal(await isOpen(), false);
    await until("the customer has opened", async () => (await readTurns(page)).length > 0);
    await page.locator("[part~=talk-button]").focus();
    await page.keyboard.down("Space");
    await page.locator("[part~=talk-button][aria-pressed=true]").waitFor();
    assert.equal(await isOpen(), true);
    const pressedAtMs = performance.now();
    await speak(page, { type: "silence", durationMs: 1_500 });
    await speak(page, { type: "speech", text: GREETING, language: "fr" });
    const heldMs = performance.now() - pressedAtMs;
    await page.keyboard.up("Space");
    await page.locator("[part~=talk-button][aria-pressed=false]").waitFor();
    assert.equal(await isOpen(), false);
    await until("the learner's turn is answered", async () => {
      const final = (await readTurns(page)).filter(({ status }) => status === "final");
      return final.at(-1)?.speaker === "persona" && final.some((turn) => turn.text === GREETING);
    });
    const spoken = (await readTurns(page)).filter(({ speaker }) => speaker === "learner");
    assert.equal(spoken.length, 1);
    const [turn] = spoken;
    const lastedMs = (turn?.endedAtMs ?? 0) - (turn?.startedAtMs ?? 0);
    assert.ok(lastedMs > heldMs * 0.9, `${lastedMs} of ${heldMs} ms, from press to release`);
    await hangUp();
  });

  it("push-to-talk by pointer: a tap opens until the next tap, and leaving the window closes", async () => {
    await openLesson();
    await setInput(page, "push-to-talk");
    await startCall(page);
    const pressed = page.locator("[part~=talk-button][aria-pressed=true]");
    const released = page.locator("[part~=talk-button][aria-pressed=false]");
    await released.click();
    await pressed.waitFor();
    await pressed.click();
    await released.waitFor();
    await released.click();
    await pressed.waitFor();
    await page.evaluate(() => globalThis.dispatchEvent(new Event("blur")));
    await released.waitFor();
    await hangUp();
  });

  it("a learner who returns is one click from the call, and can check the microphone all the same", async () => {
    await openLesson();
    await startCall(page);
    await until("the call is up", async () => (await readMood(page)) === "in-call");
    await leaveCall();
    await page.reload();
    await page.locator("[part~=start-button]").click();
    await page.getByRole("button", { name: "Vérifier le micro" }).click();
    await page.locator("[part~=call-button]:enabled").waitFor();
    await page.getByRole("button", { name: "Retour" }).click();
    await until("the microphone is free", async () => (await readProbe(page)).liveTracks === 0);
    await page.locator("[part~=start-button]").click();
    await page.locator("[part~=consent-button]").click();
    await until("the call is up", async () => (await readMood(page)) === "in-call");
    await hangUp();
  });

  it("the check says in words that a sentence was heard", async () => {
    await openLesson({ prepare: installMicrophone });
    await page.locator("[part~=start-button]").click();
    await page.locator("[part~=consent-button]").click();
    // Beside it, unseen, stands what keeps the room for the other verdicts.
    const verdict = page.locator("maka-microphone-check [role=status]");
    await page.locator("[part~=call-button]:enabled").waitFor();
    await speak(page, { type: "speech", text: GREETING, language: "fr" });
    await verdict
      .filter({ hasText: /^\s*L’anneau, c’est vous\. On vous entend bien\.\s*$/ })
      .waitFor({ timeout: 15_000 });
    await hangUp();
  });

  it("mic revoked mid-call (EL#473): the default one takes its place within two seconds, still muted", async () => {
    await openLesson();
    await startCall(page);
    await until("the call is up", async () => (await readMood(page)) === "in-call");
    await page.locator("[part~=mute-button]").click();
    const unpluggedAtMs = performance.now();
    await page.evaluate(() => {
      const { probe } = globalThis as unknown as ProbeWindow;
      probe.tracks[0]?.stop();
      probe.tracks[0]?.dispatchEvent(new Event("ended"));
    });
    await until("another microphone is sent", () =>
      page.evaluate(() => {
        const { probe } = globalThis as unknown as ProbeWindow;
        const sent = probe.peers[0]?.getSenders()[0]?.track;
        return sent?.readyState === "live" && sent === probe.tracks[1];
      }),
    );
    assert.ok(performance.now() - unpluggedAtMs < 2_000);
    const isEnabled = await page.evaluate(
      () => (globalThis as unknown as ProbeWindow).probe.tracks[1]?.enabled,
    );
    assert.equal(isEnabled, false);
    assert.equal((await readProbe(page)).liveTracks, 1);
    await hangUp();
  });

  it("mic revoked mid-call (EL#473): without another one the learner is told and can type", async () => {
    await openLesson();
    // Before the widget loads, which takes the browser's own function then.
    await page.addInitScript(() => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      devices.getUserMedia = (constraints) =>
        "unplugged" in globalThis
          ? Promise.reject(new DOMException("none", "NotFoundError"))
          : ask(constraints);
    });
    await page.reload();
    await startCall(page);
    await until("the call is up", async () => (await readMood(page)) === "in-call");
    await page.evaluate(() => {
      Object.assign(globalThis, { unplugged: true });
      const { probe } = globalThis as unknown as ProbeWindow;
      probe.tracks[0]?.stop();
      probe.tracks[0]?.dispatchEvent(new Event("ended"));
    });
    await page.getByText("Votre micro a disparu. Branchez-en un").first().waitFor();
    await page.locator("[part~=text-input]").fill(GREETING);
    await page.locator("[part~=text-input]").press("Enter");
    await until("the customer has answered", async () => {
      const final = (await readTurns(page)).filter(({ status }) => status === "final");
      return final.length >= 3 && final.at(-1)?.speaker === "persona";
    });
    await hangUp();
  });

  it("one instance per page (VapiAI/client-sdk-web#12, pipecat-ai/pipecat-client-web#52): a second start asks, then ends the first call, never two microphones", async () => {
    await openLesson();
    await page.evaluate(() => {
      const first = document.querySelector("maka-voice-coach");
      const second = first?.cloneNode() as HTMLElement | undefined;
      if (first === null || second === undefined) return;
      second.setAttribute("scenario", "saas-discovery-en");
      second.id = "second";
      first.after(second);
    });
    await startCall(page);
    await until("the first call is up", async () => (await readMood(page)) === "in-call");
    const second = page.locator("#second");
    await second.locator("[part~=start-button]").click();
    await second.locator("[part~=consent-button]").click();
    await second.getByText("Un autre appel est encore ouvert").waitFor();
    assert.equal(await readMood(page), "in-call");
    await second.locator("[part~=consent-button]").click();
    await until(
      "the second call is up",
      async () => (await readMood(page, "#second")) === "in-call",
    );
    await until("the first call is settled", async () =>
      (await readProbe(page)).events.some(({ type }) => type === "maka-session-ended"),
    );
    const { liveTracks, openPeers, events } = await readProbe(page);
    assert.deepEqual({ liveTracks, openPeers }, { liveTracks: 1, openPeers: 1 });
    const ended = events.filter(({ type }) => type === "maka-session-ended");
    assert.deepEqual(
      ended.map(({ detail }) => (detail as { reason: string }).reason),
      ["left"],
    );
    await hangUp();
  });
});
