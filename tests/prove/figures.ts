import { readFile } from "node:fs/promises";
import * as z from "zod";
import { classifyQuestion } from "../../supabase/functions/_shared/scoring/delivery/classify-question.ts";
import { toDelivery } from "../../supabase/functions/_shared/scoring/delivery/to-delivery.ts";
import type { Delivery } from "../../supabase/functions/_shared/contract/delivery.ts";
import {
  compareCall,
  type ComparedFigure,
  measureDisagreement,
} from "../kit/browser/compare-call.ts";
import { openBrowser } from "../kit/browser/open-browser.ts";
import { countInterruptions } from "../kit/browser/measure-recording.ts";
import { type MeasuredTalk, playMeasuredCall } from "../kit/browser/play-measured-call.ts";
import { openStage } from "../kit/stack/stage.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";

const FILE = new URL("../fixtures/questions/labelled-turns.json", import.meta.url);
const Label = z.enum(["open", "closed", "none"]);
const LabelledTurns = z.array(
  z.strictObject({ language: z.string(), label: Label, text: z.string().min(1) }),
);
type LabelledTurn = z.infer<typeof LabelledTurns>[number];

/** How two judges agreed on yes or no. */
interface Agreement {
  readonly count: number;
  readonly precision: number;
  readonly recall: number;
  /** Cohen's. */
  readonly kappa: number;
}

/** Published in AnnoMI: how far two experts agree that a turn asks, and that a question is open. */
const EXPERTS = { asks: 0.869, open: 0.521 };
const FEWEST_TURNS = 120;
const LONGEST_ORACLE_TURNS = 40;

/** Spoken calls in three languages; in each, the learner answers, breaks in, and begins together with the persona. */
const TALKS: readonly MeasuredTalk[] = [
  {
    scenario: "website-sales-fr",
    language: "fr",
    opens: "persona",
    lines: [
      {
        manner: "answer",
        text: "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?",
      },
      {
        manner: "interrupt",
        text: "Je vous appelle parce que beaucoup de boulangeries perdent des commandes au téléphone. Est-ce que je peux vous poser deux questions ?",
      },
      { manner: "overlap", text: "Une chose encore, avant que vous ne me répondiez." },
    ],
  },
  {
    scenario: "saas-discovery-en",
    language: "en",
    opens: "persona",
    lines: [
      {
        manner: "answer",
        text: "Hi Dana, is now a good time to talk?",
      },
      {
        manner: "interrupt",
        text: "How do you plan the runs today, and what happens when something changes in the morning?",
      },
      { manner: "overlap", text: "What happens when a truck arrives late?" },
    ],
  },
  {
    scenario: "returns-de",
    language: "de",
    opens: "learner",
    lines: [
      {
        manner: "answer",
        text: "Nordhang, guten Tag, wie kann ich Ihnen helfen?",
      },
      {
        manner: "interrupt",
        text: "Was ist denn mit den Schuhen, warum möchten Sie sie zurückgeben?",
      },
      { manner: "overlap", text: "Wie haben Sie sie getragen, und was haben Sie danach gesehen?" },
      // The first line answers nobody.
      { manner: "answer", text: "Das tut mir leid. Ich schaue gleich nach, was wir tun können." },
    ],
  },
];
/** The two accounts of a call may differ by what one of them waits for an event. */
const MOST_DISAGREEMENT_MS = 500;

/**
 * Spoken calls from the microphone to the report, against what the page recorded of both sides. The question detector
 * against turns that were labelled by hand, beside how far experts agree with each other; and the formulae against a
 * second, slower way to compute them. The corpus behind the experts' figures (AnnoMI) is not in this repository, so its
 * own aggregates are not computed again.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const calls = await measureCalls();
  const turns = LabelledTurns.parse(JSON.parse(await readFile(FILE, "utf8")));
  const judged = turns.map((turn) => ({
    ...turn,
    found: classifyQuestion(turn.text, turn.language),
  }));
  for (const { language, text, label, found } of judged)
    if ((found ?? "none") !== label)
      console.log(`  ${language} “${text}” is ${label}, taken for ${found ?? "none"}`);
  const questions = judged.filter(({ label, found }) => label !== "none" && found !== null);
  const asks = agree(judged.map(({ label, found }) => [label !== "none", found !== null]));
  const open = agree(questions.map(({ label, found }) => [label === "open", found === "open"]));
  for (const language of new Set(turns.map((turn) => turn.language)))
    console.log(
      `  ${language}: ${describeLanguage(judged.filter((one) => one.language === language))}`,
    );
  const differences = compareFormulae();
  return {
    figure:
      `${calls.figure}; ${turns.length} labelled turns in 5 languages: asks κ ${asks.kappa.toFixed(3)} (P ${asks.precision.toFixed(3)},` +
      ` R ${asks.recall.toFixed(3)}; two experts on AnnoMI κ ${EXPERTS.asks}), open κ ${open.kappa.toFixed(3)} of` +
      ` ${open.count} (experts κ ${EXPERTS.open}); formulae: ${differences} differences from the oracle in 200 talks;` +
      ` AnnoMI itself is not here and was not recomputed`,
    passed:
      calls.passed &&
      turns.length >= FEWEST_TURNS &&
      asks.kappa >= EXPERTS.asks &&
      open.kappa >= EXPERTS.open &&
      differences === 0,
  };
}

async function measureCalls(): Promise<{ figure: string; passed: boolean }> {
  const browser = await openBrowser();
  const stage = await openStage().catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const figures: ComparedFigure[] = [];
  let [interrupted, stored, mostMs] = [0, 0, 0];
  try {
    for (const talk of TALKS) {
      const call = await playMeasuredCall({ stage, browser }, talk);
      const compared = compareCall(call);
      figures.push(...compared);
      interrupted += countInterruptions(call.recording) > 0 ? 1 : 0;
      stored += call.transcript.some(isCutOff) ? 1 : 0;
      mostMs = Math.max(mostMs, measureDisagreement(call));
      console.log(`  ${talk.scenario}: ${compared.map(describeFigure).join(", ")}`);
    }
  } finally {
    await browser.close();
    await stage.close();
  }
  const near = figures.filter(({ isNear }) => isNear).length;
  return {
    figure:
      `${near} of ${figures.length} figures of ${TALKS.length} spoken calls within 5 % or 150 ms of the recording,` +
      ` ${interrupted} of them with a learner who breaks in, ${stored} stored so,` +
      ` browser and server differ by ${mostMs} ms at most in how long a turn was`,
    passed:
      near === figures.length &&
      interrupted === TALKS.length &&
      stored === TALKS.length &&
      mostMs <= MOST_DISAGREEMENT_MS,
  };
}

/** A turn of the persona that was not heard to its end. */
function isCutOff({ speaker, state }: TranscriptTurn): boolean {
  return speaker === "persona" && state === "interrupted";
}

function describeFigure({ name, recorded, reported, isNear }: ComparedFigure): string {
  const show = (value: number | null) => (value === null ? "none" : value.toFixed(2));
  return `${name} ${show(recorded)} recorded, ${show(reported)} reported${isNear ? "" : " (!)"}`;
}

function describeLanguage(judged: readonly (LabelledTurn & { found: string | null })[]): string {
  const asks = agree(judged.map(({ label, found }) => [label !== "none", found !== null]));
  const right = judged.filter(({ label, found }) => (found ?? "none") === label).length;
  return `${right} of ${judged.length} right, asks κ ${asks.kappa.toFixed(3)}`;
}

function agree(pairs: readonly (readonly [truth: boolean, found: boolean])[]): Agreement {
  const count = (truth: boolean, found: boolean) =>
    pairs.filter((pair) => pair[0] === truth && pair[1] === found).length;
  const [both, missed, invented, neither] = [
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
  const total = pairs.length;
  const observed = (both + neither) / total;
  const expected =
    ((both + missed) * (both + invented) + (invented + neither) * (missed + neither)) / total ** 2;
  return {
    count: total,
    precision: both / (both + invented),
    recall: both / (both + missed),
    kappa: (observed - expected) / (1 - expected),
  };
}

/** Random talks, measured by the formulae and once more by looking at every tenth of a second. */
function compareFormulae(): number {
  let differences = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const turns = drawTalk(seed);
    const found = toDelivery(turns, { language: "en", keepsHesitations: true });
    const expected = measureByTicks(turns);
    if (!isNear(found.talkShare, expected.talkShare)) differences += 1;
    if (!isNear(found.silenceSeconds, expected.silenceSeconds)) differences += 1;
  }
  return differences;
}

function isNear(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < 0.11;
}

/** By tenths of a second; all times of the drawn talks are whole tenths. */
function measureByTicks(
  turns: readonly DrawnTurn[],
): Pick<Delivery, "talkShare" | "silenceSeconds"> {
  const spoken = turns.filter(({ startedAtMs, endedAtMs }) => endedAtMs > startedAtMs);
  if (new Set(spoken.map(({ speaker }) => speaker)).size < 2)
    return { talkShare: null, silenceSeconds: null };
  const first = Math.min(...spoken.map(({ startedAtMs }) => startedAtMs));
  const last = Math.max(...spoken.map(({ endedAtMs }) => endedAtMs));
  const ticks = { learner: 0, persona: 0, silence: 0 };
  for (let atMs = first; atMs < last; atMs += 100) {
    const speaking = new Set(
      spoken
        .filter(({ startedAtMs, endedAtMs }) => startedAtMs <= atMs && atMs < endedAtMs)
        .map(({ speaker }) => speaker),
    );
    for (const speaker of speaking) ticks[speaker] += 1;
    if (speaking.size === 0) ticks.silence += 1;
  }
  const talkShare = ticks.learner / (ticks.learner + ticks.persona);
  return { talkShare, silenceSeconds: ticks.silence / 10 };
}

/** A drawn turn, every one of which was measured. */
type DrawnTurn = TranscriptTurn & { readonly endedAtMs: number };

function drawTalk(seed: number): DrawnTurn[] {
  let state = seed;
  const draw = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % limit;
  };
  let atMs = draw(50) * 100;
  return Array.from({ length: draw(LONGEST_ORACLE_TURNS) }, (_, index) => {
    const startedAtMs = Math.max(0, atMs + (draw(30) - 10) * 100);
    const endedAtMs = startedAtMs + draw(120) * 100;
    atMs = endedAtMs;
    return {
      itemId: `i${index}`,
      speaker: draw(2) === 0 ? "learner" : "persona",
      state: "final",
      text: "word",
      startedAtMs,
      endedAtMs,
      source: "observed",
    };
  });
}
