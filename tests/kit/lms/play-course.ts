import type { PracticeResult } from "../../../widget/src/domain/state/practice-result.ts";
import { visitCmi5 } from "./cmi5-visit.ts";
import { type Cmi5Record, HostileCmi5, openRegistration, toVerb } from "./hostile-cmi5.ts";
import { openWorld, type PageWorld, settle } from "./hostile-page.ts";
import { HostileScorm, openRecord, type ScormRecord } from "./hostile-scorm.ts";
import { toResult, type Visit, visitScorm } from "./scorm-visit.ts";

/** The ways in which a browser reports. */
export const CHANNELS = ["1.2", "2004", "cmi5"] as const;
/** One of `CHANNELS`. */
export type Channel = (typeof CHANNELS)[number];

/** What became of one learner's course. */
export interface CourseOutcome {
  /** The best total that was reached outside previews; null where none was. */
  readonly best: number | null;
  /** What the gradebook shows at the end. */
  readonly grade: number | null;
  /** Faults that the network had. */
  readonly faults: number;
  readonly isDoubled: boolean;
  readonly isLowered: boolean;
  readonly isErased: boolean;
}

/** A channel, as far as a course is played through it. */
interface Ground {
  readonly visit: (mode: "normal" | "preview") => Promise<Visit>;
  readonly setNetwork: (network: Network) => void;
  readonly judge: () => Pick<CourseOutcome, "grade" | "isDoubled" | "isLowered" | "isErased">;
}

type Network = "online" | "offline" | "away" | "logged-out" | "lost";

/** The remedy for forgotten values takes a hundredth from a grade for a moment. */
const HUNDREDTH = 0.010_001;
const MOST_VISITS = 3;

/** Numbers from 0 up to 1 that a seed decides. */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Plays one learner's course: up to three visits with faults at random between any two steps, then one on a quiet day.
 * `change` may put another recorder in the place of ours, to show that the faults bite.
 */
export async function playCourse(
  channel: Channel,
  seed: number,
  change: (visit: Visit) => Visit = (visit) => visit,
): Promise<CourseOutcome> {
  const chance = createChance(seed);
  const world = openWorld();
  const ground = channel === "cmi5" ? openCmi5(world) : openScorm(channel, world);
  const networks = listNetworks(channel);
  let faults = 0;
  const stir = async (): Promise<void> => {
    const isQuiet = chance() < 0.5;
    ground.setNetwork(isQuiet ? "online" : (networks[Math.floor(chance() * 3)] ?? "online"));
    if (!isQuiet) faults += 1;
    await settle();
  };
  const play = { channel, ground, world, chance, stir, change };
  const totals: number[] = [];
  const visits = 1 + Math.floor(chance() * MOST_VISITS);
  for (let index = 0; index < visits; index += 1) totals.push(...(await playVisit(play, index)));
  ground.setNetwork("online");
  const last = await ground.visit("normal");
  for (let tries = 0; tries < 3; tries += 1) await last.page.passTime();
  await last.close();
  return { ...ground.judge(), faults, best: toBest(totals) };
}

interface Play extends Pick<FaultyPractice, "world" | "chance" | "stir"> {
  readonly channel: Channel;
  readonly ground: Ground;
  readonly change: (visit: Visit) => Visit;
}

/** One visit, in one window or in two; the totals that count. */
async function playVisit(play: Play, index: number): Promise<readonly number[]> {
  const { channel, ground, chance, change } = play;
  const mode = index > 0 && chance() < 0.1 ? "preview" : "normal";
  // Two windows at once, as long as each has its own launch.
  const count = channel !== "cmi5" && chance() < 0.2 ? 2 : 1;
  const windows: Visit[] = [];
  while (windows.length < count) windows.push(change(await ground.visit(mode)));
  const totals: number[] = [];
  for (const [place, visit] of windows.entries()) {
    const result = toResult(`session-${index}-${place}-0000`, Math.floor(chance() * 101));
    await practiseUnderFaults({ ...play, visit, result });
    totals.push(result.total);
  }
  for (const { close } of windows) await close();
  return mode === "normal" ? totals : [];
}

function toBest(totals: readonly number[]): number | null {
  return totals.length === 0 ? null : Math.max(...totals);
}

interface FaultyPractice {
  readonly visit: Visit;
  readonly world: PageWorld;
  readonly result: PracticeResult;
  readonly chance: () => number;
  readonly stir: () => Promise<void>;
}

/** A practice whose score may come after the window has gone, and a network that changes before every step. */
async function practiseUnderFaults(practice: FaultyPractice): Promise<void> {
  const { visit, world, result, chance, stir } = practice;
  await stir();
  void visit.recorder.started(result.sessionId);
  await settle();
  world.scores.set(result.sessionId, result);
  if (chance() < 0.2) return;
  await stir();
  void visit.recorder.completed(result);
  await settle();
  while (chance() < 0.6) {
    await stir();
    if (chance() < 0.5) void visit.recorder.retry();
    else await visit.page.passTime();
    await settle();
  }
}

function listNetworks(channel: Channel): readonly Network[] {
  return channel === "cmi5" ? ["offline", "away", "lost"] : ["offline", "away", "logged-out"];
}

function openScorm(version: "1.2" | "2004", world: PageWorld): Ground {
  const record = openRecord();
  let open: HostileScorm[] = [];
  return {
    async visit(mode) {
      const isClosed = open.every((lms) => lms.calls.some((call) => /^(Fin|Term)/.test(call)));
      if (isClosed) open = [];
      const lms = new HostileScorm(record, {
        version,
        mode: mode === "normal" ? "normal" : "browse",
        network: open[0]?.quirks.network ?? "online",
      });
      open.push(lms);
      return visitScorm(lms, world);
    },
    setNetwork(network) {
      for (const { quirks } of open) quirks.network = network === "lost" ? "away" : network;
    },
    judge: () => judgeScorm(record, version === "1.2" ? "cmi.core." : "cmi."),
  };
}

function judgeScorm({ values, grades }: ScormRecord, core: string): ReturnType<Ground["judge"]> {
  const raw = values.get(`${core}score.raw`);
  const ids = [...values].filter(([name]) => /^cmi\.objectives\.\d+\.id$/.test(name));
  const steps = grades.slice(1).map((grade, index) => grade - (grades[index] ?? 0));
  return {
    grade: raw === undefined ? null : Number(raw),
    isDoubled: new Set(ids.map(([, id]) => id)).size < ids.length,
    isLowered: steps.some((step) => step < -HUNDREDTH),
    isErased: grades.some(Number.isNaN) || (grades.length > 0 && raw === undefined),
  };
}

function openCmi5(world: PageWorld): Ground {
  const record = openRegistration();
  let lms: HostileCmi5 | null = null;
  return {
    visit(mode) {
      lms = new HostileCmi5(record, { launchMode: mode === "normal" ? "Normal" : "Browse" });
      return visitCmi5(lms, world);
    },
    setNetwork(network) {
      if (lms && network !== "logged-out") lms.quirks.network = network;
    },
    judge: () => judgeCmi5(record),
  };
}

function judgeCmi5({ statements }: Cmi5Record): ReturnType<Ground["judge"]> {
  const verbs = statements.map(toVerb);
  const totals = statements.flatMap(({ result }) => readRaw(result));
  const count = (verb: string): number => verbs.filter((each) => each === verb).length;
  return {
    grade: totals.length === 0 ? null : Math.max(...totals),
    isDoubled:
      count("passed") > 1 || count("completed") > 1 || new Set(totals).size < totals.length,
    isLowered:
      totals.some((total, index) => index > 0 && total < (totals[index - 1] ?? 0)) ||
      (verbs.includes("passed") && verbs.lastIndexOf("failed") > verbs.indexOf("passed")),
    isErased: false,
  };
}

function readRaw(result: unknown): number[] {
  const score = typeof result === "object" && result && "score" in result ? result.score : null;
  const raw = typeof score === "object" && score && "raw" in score ? score.raw : null;
  return typeof raw === "number" ? [raw] : [];
}
