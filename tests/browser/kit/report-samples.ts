import { RESTING } from "./fake-practice.ts";
import type { CriterionResult, Report } from "#contract/report.ts";
import type { TranscriptTurn } from "#contract/turn.ts";
import type { SessionState } from "../../../widget/src/domain/state/session-state.ts";
import type { Turn } from "../../../widget/src/domain/state/turn.ts";

type Said = Pick<Turn, "speaker" | "status" | "text" | "startedAtMs">;

const SAID: readonly Said[] = [
  { speaker: "persona", status: "final", text: "Boulangerie Bouvier, bonjour ?", startedAtMs: 900 },
  {
    speaker: "learner",
    status: "final",
    text: "Bonjour Madame, Ada Lemoine. Comment les gens vous trouvent-ils aujourd’hui, quand ils ne sont pas du quartier ?",
    startedAtMs: 48_000,
  },
  {
    speaker: "persona",
    status: "interrupted",
    text: "Oh, vous savez, le bouche-à-oreille, et puis je n’ai vraiment pas le temps de",
    startedAtMs: 55_000,
  },
  { speaker: "learner", status: "unrecognized", text: "", startedAtMs: 62_000 },
  {
    speaker: "learner",
    status: "final",
    text: "Ce n’est pas si cher que ça,  un site.",
    startedAtMs: 130_000,
  },
  {
    speaker: "persona",
    status: "final",
    text: "Pour vous peut-être. Pour moi, c’est un four à réparer.",
    startedAtMs: 136_500,
  },
];

/** The turns of a call as the browser holds them. */
export const turns: readonly Turn[] = SAID.map((said, index) => ({
  ...said,
  itemId: `item_${index + 1}`,
  previousItemId: index === 0 ? null : `item_${index}`,
  endedAtMs: said.startedAtMs + 3_000,
}));

/** The same turns as the server stored them. */
export const transcript: readonly TranscriptTurn[] = turns.map((turn) => ({
  itemId: turn.itemId,
  speaker: turn.speaker,
  state: turn.status === "interrupted" || turn.status === "unrecognized" ? turn.status : "final",
  text: turn.text,
  startedAtMs: turn.startedAtMs,
  endedAtMs: turn.startedAtMs + 3_000,
  source: "reported",
}));

const CRITERIA: CriterionResult[] = [
  {
    id: "discovery",
    title: "Découverte des besoins",
    weight: 3,
    level: 4,
    reason:
      "Vous avez posé une question ouverte sur ses clients et elle a décrit le bouche-à-oreille.",
    quotes: [{ itemId: "item_2", text: "comment les gens vous trouvent-ils aujourd’hui" }],
    betterWording: null,
  },
  {
    id: "price",
    title: "Réponse à l’objection sur le prix",
    weight: 2,
    level: 2,
    reason: "Vous avez contredit son inquiétude sans chercher d’où elle vient.",
    quotes: [{ itemId: "item_5", text: "Ce n’est pas si cher que ça, un site." }],
    betterWording: "Qu’est-ce qu’une commande de plus par jour changerait pour vous ?",
  },
  {
    id: "next-step",
    title: "Prochaine étape",
    weight: 1,
    level: null,
    reason: "",
    quotes: [],
    betterWording: null,
  },
];

/** A whole report; what a test is about is given as `change`. */
export function createReport(change: Partial<Report> = {}): Report {
  return {
    sessionId: "b4a1a3f6-0f3c-4b7e-9b55-1f4e5a3e9a10",
    scenario: {
      id: "website-sales-fr",
      version: "1",
      title: "Vendre un site à une boulangère",
      language: "fr",
    },
    total: 71,
    passMark: 60,
    summary:
      "Vous avez ouvert l’appel simplement et obtenu que Martine parle de ses clients. Le prix l’a arrêtée : votre réponse n’a pas repris ce qu’elle venait de dire.",
    criteria: CRITERIA,
    strengths: ["Vous vous êtes présentée en une phrase et avez laissé parler Martine."],
    improvements: [
      "Demandez d’où vient l’inquiétude sur le prix avant d’y répondre.",
      "Proposez une date précise avant de raccrocher.",
    ],
    evidence: "observed",
    rehearsal: false,
    transcript: [...transcript],
    createdAt: "2026-11-20T14:05:00.000Z",
    ...change,
  };
}

/** A practice after its call; what a test is about is given as `change`. */
export function createState(change: Partial<SessionState> = {}): SessionState {
  return {
    ...RESTING,
    phase: "report-pending",
    turns,
    sessionId: "b4a1a3f6-0f3c-4b7e-9b55-1f4e5a3e9a10",
    endReason: "learner",
    ...change,
  };
}

/** A practice whose report is on screen. */
export function createReadyState(change: Partial<Report> = {}): SessionState {
  return createState({ phase: "report-ready", report: createReport(change) });
}
