import { createAgentsListener } from "./agents-listener.ts";
import type { TalkListener } from "./talk-listener.ts";
import { createWidgetListener } from "./widget-listener.ts";
import { createWireTalk, type TalkLength } from "./wire-talk.ts";

/** What a talk cost. Times are main-thread milliseconds, from an event's arrival until all it led to is done. */
export interface TalkCost {
  readonly turns: number;
  readonly deltas: number;
  /** Mean for each delta, in the first and in the last tenth of the talk. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Work of more than 50 ms at a stretch, as the browser reports it. */
  readonly longTasks: number;
  readonly slowestMs: number;
  /** Growth of the heap over the talk, after collection, in bytes; null where the browser does not tell. */
  readonly heapBytes: number | null;
}

const TENTHS = 10;
const BREATH_MS = 20;

async function listen(kind: "widget" | "agents", length: TalkLength): Promise<TalkCost> {
  const listener = await (kind === "widget" ? createWidgetListener() : createAgentsListener());
  const heapBefore = readHeap();
  await nextTask();
  const tasks = observeLongTasks();
  const costs = await replay(listener, length);
  await nextTask();
  const longTasks = tasks.count();
  const heapAfter = readHeap();
  const tenth = Math.floor(costs.length / TENTHS);
  return {
    turns: listener.countTurns(),
    deltas: costs.length,
    firstMs: meanOf(costs.slice(0, tenth)),
    lastMs: meanOf(costs.slice(-tenth)),
    longTasks,
    slowestMs: costs.reduce((slowest, cost) => Math.max(slowest, cost), 0),
    heapBytes: heapBefore === null || heapAfter === null ? null : heapAfter - heapBefore,
  };
}

/**
 * Each event is a task of its own, as on a data channel; the next one comes when the page is done with it. After each
 * turn comes a breath: in a talk there are seconds in which the browser clears away, which here would all be missing.
 */
async function replay(listener: TalkListener, length: TalkLength): Promise<number[]> {
  const costs: number[] = [];
  let deltas = 0;
  for (const { text, isDelta } of createWireTalk(length)) {
    const startedAt = performance.now();
    listener.hear(text);
    await nextTask();
    if (!isDelta) continue;
    costs.push(performance.now() - startedAt);
    deltas += 1;
    if (deltas % length.deltasPerTurn === 0) await breathe();
  }
  return costs;
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, BREATH_MS);
  });
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Counts from now on; the browser also tells of tasks that began before. */
function observeLongTasks(): { count(): number } {
  const startedAt = performance.now();
  const tasks: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ entryTypes: ["longtask"] });
  return {
    count: () => {
      tasks.push(...observer.takeRecords());
      observer.disconnect();
      return tasks.filter(({ startTime }) => startTime >= startedAt).length;
    },
  };
}

/** Needs `--enable-precise-memory-info` and `--js-flags=--expose-gc`. */
function readHeap(): number | null {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect === "function") Reflect.apply(collect, undefined, []);
  const memory: unknown = Reflect.get(performance, "memory");
  const used: unknown =
    typeof memory === "object" && memory !== null && Reflect.get(memory, "usedJSHeapSize");
  return typeof used === "number" ? used : null;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

Object.assign(globalThis, { listen });
