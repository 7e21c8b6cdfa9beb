import type { Page } from "playwright-core";
import { until } from "../stack/stage.ts";

/** A turn as the page shows it. */
export interface ShownTurn {
  readonly itemId: string;
  readonly speaker: string;
  readonly status: string;
  readonly text: string;
  readonly startedAtMs: number;
}

/** What the practice of a page says of itself. */
export interface ShownState {
  readonly phase: string;
  readonly recovery: string;
  readonly sessionId: string | null;
  readonly remainingSeconds: number | null;
  readonly connectionQuality: string | null;
  readonly progress: { readonly objectives: readonly string[]; readonly steps: readonly unknown[] };
  readonly interruption: {
    readonly remainingSeconds: number | null;
    readonly elsewhere: boolean;
  } | null;
  readonly turns: readonly ShownTurn[];
}

/** A page, or a frame in one, that holds a practice. */
export type PracticePage = Pick<Page, "evaluate" | "locator">;

type Widget = HTMLElement & {
  sendText(text: string): void;
  readonly view?: {
    readonly practice?: {
      readonly state: ShownState;
      resume(): void;
      finish(): void;
      stop(): void;
      callAgain(): void;
      takeOver(): void;
    } | null;
  } | null;
};

/** Where the practice stands; null where the page shows its brief. */
export async function readState(page: PracticePage): Promise<ShownState | null> {
  return await page.evaluate(
    () => document.querySelector<Widget>("maka-voice-coach")?.view?.practice?.state ?? null,
  );
}

/** Leads a page from the brief into a typed call, and waits until the persona has opened it. */
export async function startTypedCall(page: PracticePage): Promise<void> {
  const widget = page.locator("maka-voice-coach").first();
  await widget.evaluate((element) => {
    element.setAttribute("input", "text");
  });
  await widget.locator("[part~=start-button]").click();
  await widget.locator("[part~=consent-button]").click();
  await until("the customer has opened", async () => countFinal(await readState(page)) >= 1);
}

/** Types a sentence, and waits for the persona's answer to it. */
export async function exchange(
  page: PracticePage,
  text: string,
  timeoutMs = 30_000,
): Promise<void> {
  const before = countFinal(await readState(page));
  await say(page, text);
  await until(
    `an answer to "${text}"`,
    async () => countFinal(await readState(page)) >= before + 2,
    timeoutMs,
  );
}

/** Types a sentence. */
export async function say(page: PracticePage, text: string): Promise<void> {
  await page.evaluate((words) => {
    document.querySelector<Widget>("maka-voice-coach")?.sendText(words);
  }, text);
}

/** Asks the practice for something that only a click may ask for. */
export async function ask(
  page: PracticePage,
  request: "resume" | "finish" | "stop" | "callAgain" | "takeOver",
): Promise<void> {
  await page.evaluate((name) => {
    document.querySelector<Widget>("maka-voice-coach")?.view?.practice?.[name]();
  }, request);
}

/** How many turns are over. */
export function countFinal(state: ShownState | null): number {
  return (
    state?.turns.filter(({ status }) => status !== "forming" && status !== "awaiting").length ?? 0
  );
}
