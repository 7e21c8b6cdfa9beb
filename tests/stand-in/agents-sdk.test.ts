import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import type { Page } from "playwright-core";
import type { Scene, SceneReply, SceneTurn } from "../../demo/stand-in/scene/scene.ts";
import { startStandIn, type StandIn } from "../../demo/stand-in/server.ts";
import { renderLearnerAudio } from "../../demo/stand-in/voice/learner-audio.ts";
import type { AgentsReading } from "../kit/provider/agents-program.ts";
import { bundleProgram, openBrowserPage, type BrowserPage } from "../kit/provider/browser-page.ts";
import { checkEvents } from "../kit/provider/check-events.ts";

const QUESTION = "How much does it cost?";
const OBJECTION = "Wait a moment.";
const LONG_ANSWER =
  "It depends on a great many things, on the size of your shop and on the number of your customers, and I would gladly tell you about each and every one of them in turn.";
const WAIT = { timeout: 20_000 };

let standIn: StandIn;
let program: string;
const pages: BrowserPage[] = [];

/** Answers at length, notes a price when one is named, and otherwise repeats. */
function createScene(): Scene {
  return {
    language: "en",
    expectedSentences: () => [QUESTION, "What would you like to know?"],
    reply: (turns, tools) => compose(turns, tools.length > 0),
  };
}

function compose(turns: readonly SceneTurn[], hasTools: boolean): SceneReply {
  const last = turns.at(-1);
  if (last?.speaker === "tool") return { speech: "I have noted it.", functionCalls: [] };
  if (last?.text === QUESTION) return { speech: LONG_ANSWER, functionCalls: [] };
  const calls = [{ name: "note_price", arguments: { euros: 900 } }];
  return hasTools && last?.text?.includes("price") === true
    ? { speech: "One moment please.", functionCalls: calls }
    : { speech: `You said ${last?.text ?? "nothing"}`, functionCalls: [] };
}

before(async () => {
  standIn = await startStandIn({ createScene });
  program = await bundleProgram(
    new URL("../kit/provider/agents-program.ts", import.meta.url).pathname,
  );
});

after(async () => {
  for (const page of pages) await page.close();
  await standIn.stop();
});

/** Opens a page whose microphone plays `microphone` and lets the SDK call from it. */
async function callFromPage(microphone: Int16Array): Promise<Page> {
  const browserPage = await openBrowserPage(program, microphone);
  pages.push(browserPage);
  const { page } = browserPage;
  await page.waitForFunction(() => "practice" in globalThis, null, WAIT);
  const client = new OpenAI({ apiKey: "sk-standin", baseURL: `${standIn.url}/v1` });
  const { value: key } = await client.realtime.clientSecrets.create({
    session: { type: "realtime", model: "gpt-realtime-2.1" },
  });
  const call = { url: standIn.url, key, instructions: "You are a customer." };
  await page.evaluate((call) => globalThis.practice.call(call), call);
  return page;
}

const read = (page: Page): Promise<AgentsReading> =>
  page.evaluate(() => globalThis.practice.read());

/** Waits until the SDK has seen so many events of a type. */
async function waitFor(page: Page, type: string, count = 1): Promise<void> {
  await page.waitForFunction(
    ({ type, count }) =>
      globalThis.practice.read().events.filter((event) => event.type === type).length >= count,
    { type, count },
    WAIT,
  );
}

/** When an event of a type came, in milliseconds since the call began. */
function timesOf({ events, eventAtMs }: AgentsReading, type: string): number[] {
  return events.flatMap((event, index) => (event.type === type ? [eventAtMs[index] ?? 0] : []));
}

function serverEvents(reading: AgentsReading) {
  const call = standIn.calls.findAny(reading.callId ?? "");
  assert.ok(call, "The SDK reads the call's id from Location.");
  return call.events;
}

test("The stand-in holds a spoken talk when the Agents SDK calls from Chromium", async () => {
  const microphone = await renderLearnerAudio([
    { type: "silence", durationMs: 2000 },
    { type: "speech", text: QUESTION, language: "en" },
    { type: "silence", durationMs: 4000 },
    { type: "tones", text: OBJECTION },
    { type: "silence", durationMs: 10_000 },
  ]);
  const page = await callFromPage(microphone);
  await waitFor(page, "output_audio_buffer.stopped");
  const reading = await read(page);
  assert.deepEqual(reading.errors, []);
  assert.deepEqual(
    reading.history.filter(({ role }) => role === "user").map(({ text }) => text),
    [QUESTION, OBJECTION],
  );
  assert.equal(reading.history.at(-1)?.text, `You said ${OBJECTION}`);

  const [firstStart = 0, secondStart = 0] = timesOf(reading, "output_audio_buffer.started");
  const [cleared = 0] = timesOf(reading, "output_audio_buffer.cleared");
  const isLoudBetween = (from: number, to: number) =>
    reading.loudAtMs.some((atMs) => atMs >= from && atMs <= to);
  assert.ok(isLoudBetween(firstStart, cleared), "The first answer is heard.");
  assert.ok(isLoudBetween(secondStart, secondStart + 3000), "The second answer is heard.");
  assert.ok(!isLoudBetween(cleared + 700, secondStart), "The interrupted voice is silent.");

  checkEvents(serverEvents(reading));
  await page.evaluate(() => {
    globalThis.practice.hangUp();
  });
  await page.waitForFunction(() => globalThis.practice.read().status === "disconnected");
  while (standIn.calls.find(reading.callId ?? "")) await page.waitForTimeout(50);
});

test("The stand-in answers text, calls tools and is interrupted when the Agents SDK asks", async () => {
  const page = await callFromPage(new Int16Array(48_000));
  const say = (text: string) =>
    page.evaluate((text) => {
      globalThis.practice.say(text);
    }, text);
  await say("hello");
  await waitFor(page, "output_audio_buffer.stopped");
  await say("what a price");
  await waitFor(page, "output_audio_buffer.stopped", 3);
  const reading = await read(page);
  assert.deepEqual(reading.toolCalls, ["note_price 900"]);
  assert.deepEqual(
    reading.history.map(({ text }) => text),
    ["hello", "You said hello", "what a price", "One moment please.", "I have noted it."],
  );

  await say(QUESTION);
  await waitFor(page, "output_audio_buffer.started", 4);
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    globalThis.practice.interrupt();
  });
  await waitFor(page, "output_audio_buffer.cleared");
  const interrupted = await read(page);
  const last = serverEvents(interrupted).findLast((event) => event.type === "response.done");
  assert.equal(last?.response.status, "cancelled");
  assert.deepEqual(interrupted.errors, []);
  checkEvents(serverEvents(interrupted));
});
