import type { AttemptSummary } from "#contract/learner-record.ts";
import type { Report, ReportResponse } from "#contract/report.ts";
import type { Brief } from "#contract/brief.ts";
import type {
  Agreement,
  Practice,
  PracticeNotice,
  PracticeOptions,
} from "../../../widget/src/domain/state/practice.ts";
import type { CardState, SessionState } from "../../../widget/src/domain/state/session-state.ts";
import type { Turn } from "../../../widget/src/domain/state/turn.ts";

/** The state of a practice that has not begun. */
export const RESTING: SessionState = {
  phase: "brief",
  activity: "idle",
  turns: [],
  input: "voice",
  checkDue: false,
  otherCall: false,
  microphone: { status: "open", devices: [], deviceId: null, trouble: null },
  muted: false,
  talking: false,
  sessionId: null,
  remainingSeconds: null,
  endReason: null,
  failure: null,
  report: null,
  notScoredReason: null,
  rehearsal: false,
  connectionWeak: false,
  turnsStored: true,
  progress: { objectives: [], steps: [] },
  card: { tools: [], details: {}, answers: [], pending: null },
  connectionQuality: null,
  recovery: "none",
  replyTrouble: "none",
  output: { devices: [], deviceId: null, choosable: false, volume: 1 },
  interruption: null,
};

/** A practice that shows what a test tells it to and writes down what it is asked. */
export class FakePractice implements Practice {
  state: SessionState;
  readonly asked: string[] = [];
  readonly levels = { learner: () => this.learnerLevel, persona: () => this.personaLevel };
  learnerLevel = 0;
  personaLevel = 0;
  /** What `loadAttempts()` answers, and whether `rate()` succeeds: a test may put failures there. */
  attempts: Promise<readonly AttemptSummary[]> = Promise.resolve([]);
  rating: Promise<void> = Promise.resolve();
  /** What `loadReport()` answers. */
  earlierReport: Promise<ReportResponse> = Promise.resolve({
    status: "pending",
    retryAfterSeconds: 2,
  });
  readonly options: PracticeOptions;
  #listeners = new Set<(state: SessionState, notices: readonly PracticeNotice[]) => void>();

  constructor(options: PracticeOptions) {
    this.options = options;
    this.state = { ...RESTING, input: options.input };
  }

  /** Moves to another state, as the real one does, with the notice of a new phase. */
  show(change: Partial<SessionState>, ...notices: PracticeNotice[]): void {
    const previous = this.state.phase;
    this.state = { ...this.state, ...change };
    const { phase } = this.state;
    if (phase !== previous) notices.push({ type: "phase-changed", phase, previous });
    for (const listener of this.#listeners) listener(this.state, notices);
  }

  subscribe(
    listener: (state: SessionState, notices: readonly PracticeNotice[]) => void,
  ): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(): void {
    this.asked.push("begin");
    this.show({ phase: "consent" });
  }
  consent(check = false, agreed: Agreement = { facts: false }): void {
    this.asked.push(
      `consent${check ? " and check" : ""}${agreed.facts ? " with facts" : ""}${agreed.told?.purpose ? ` told ${agreed.told.purpose}` : ""}`,
    );
  }
  call(): void {
    this.asked.push("call");
  }
  chooseMicrophone(deviceId: string): void {
    this.asked.push(`choose ${deviceId}`);
  }
  startTalking(): void {
    this.asked.push("talk");
    this.show({ talking: true });
  }
  stopTalking(): void {
    this.asked.push("hand over");
    this.show({ talking: false });
  }
  mute(): void {
    this.asked.push("mute");
  }
  unmute(): void {
    this.asked.push("unmute");
  }
  sendText(text: string): void {
    this.asked.push(`say ${text}`);
  }
  stop(): void {
    this.asked.push("stop");
    if (this.state.phase === "consent") this.show({ phase: "brief" });
  }
  stopWaiting(): void {
    this.asked.push("stop waiting");
  }
  resume(): void {
    this.asked.push("resume");
  }
  finish(): void {
    this.asked.push("finish");
  }
  callAgain(): void {
    this.asked.push("call again");
  }
  takeOver(): void {
    this.asked.push("take over");
  }
  useTool(tool: string, inputs: Readonly<Record<string, string>>): void {
    this.asked.push(`use ${tool} ${JSON.stringify(inputs)}`);
  }
  chooseOutput(deviceId: string): void {
    this.asked.push(`hear through ${deviceId}`);
  }
  setVolume(volume: number): void {
    this.asked.push(`volume ${volume.toString()}`);
  }
  rate({ stars, comment }: { stars: number; comment?: string }): Promise<void> {
    this.asked.push(`rate ${stars.toString()}${comment === undefined ? "" : ` ${comment}`}`);
    return this.rating;
  }
  loadAttempts(): Promise<readonly AttemptSummary[]> {
    this.asked.push("load attempts");
    return this.attempts;
  }
  loadReport(sessionId: string): Promise<ReportResponse> {
    this.asked.push(`load report ${sessionId}`);
    return this.earlierReport;
  }
  retry(): void {
    this.asked.push("retry");
  }
  dispose(): void {
    this.asked.push("dispose");
    this.#listeners.clear();
  }
}

/** What an element asks of its practice from now on, as a fake writes it down. */
export function listen(element: HTMLElement): readonly string[] {
  const practice = new FakePractice(OPTIONS);
  element.addEventListener("maka-practice-request", ({ ask }) => {
    ask(practice);
  });
  return practice.asked;
}

const OPTIONS: PracticeOptions = {
  api: "https://api.example/v1",
  embedKey: "mk_demo",
  scenario: "bakery",
  locale: "en",
  learnerName: null,
  learnerToken: null,
  variables: {},
  input: "voice",
  opens: "persona",
  rehearsal: false,
};

/** A brief with everything in it. */
export function buildBrief(change: Partial<Brief> = {}): Brief {
  return {
    scenario: {
      id: "website-sales-fr",
      version: "1",
      title: "Selling a website to a baker",
      language: "en",
      difficulty: "standard",
      durationSeconds: 300,
      situation:
        "You work for a small web agency in Lyon. You call Martine Bouvier, who runs a bakery in Vaise and has no website. She does not expect you. It is half past two, the quiet hour: you have a few minutes to earn a meeting.",
      persona: { name: "Martine Bouvier", role: "Owner of a bakery in Lyon, sceptical" },
      objectives: [
        { id: "need", text: "Find out what she loses without a website" },
        { id: "price", text: "Answer her worry about the price" },
        { id: "next", text: "Agree on a precise next step" },
      ],
      opens: "persona",
    },
    limits: { sessionSeconds: 300, remainingSeconds: 1800 },
    consent: { version: "2026-11", retentionDays: 30, notices: [], told: {} },
    purpose: "practice",
    features: { voice: true },
    rehearsal: false,
    ...change,
  };
}

/** A turn that is finished, said at its place in the call. */
export function buildTurn(index: number, change: Partial<Turn> = {}): Turn {
  return {
    itemId: `item_${index.toString()}`,
    previousItemId: index === 0 ? null : `item_${(index - 1).toString()}`,
    speaker: index % 2 === 0 ? "persona" : "learner",
    status: "final",
    text: `Sentence ${index.toString()}`,
    startedAtMs: index * 8000,
    endedAtMs: index * 8000 + 5000,
    ...change,
  };
}

/** A short call with every kind of turn. */
export const TURNS: readonly Turn[] = [
  buildTurn(0, { text: "Bouvier bakery, hello?" }),
  buildTurn(1, {
    text: "Good morning, this is Alex from Atelier Web in Lyon. How do people find you today when they want to order a cake?",
  }),
  buildTurn(2, {
    text: "I have no time for this, really. They pass by, or they call, and",
    status: "interrupted",
  }),
  buildTurn(3, { text: "And when nobody can pick up the phone?" }),
  buildTurn(4, {
    text: "Well, on Saturday mornings it is madness. Some of them hang up, I suppose.",
  }),
  buildTurn(5, { text: "", status: "unrecognized" }),
  buildTurn(6, { text: "Sorry, say that again? There is a tray coming out of the oven." }),
  buildTurn(7, { text: "It is not that expensive.", status: "forming" }),
];

/** A learner's screen with a lookup that the customer has filled in part, and an action with every kind of field. */
export const CARD: CardState = {
  tools: [
    {
      id: "find-order",
      title: "Find an order",
      about: "Looks up an order by number and name.",
      kind: "lookup",
      inputs: [
        { name: "number", about: "Number of the order.", type: "text" },
        { name: "name", about: "Who ordered.", type: "text" },
      ],
    },
    {
      id: "send-again",
      about: "Sends an article again.",
      kind: "action",
      inputs: [
        { name: "day", about: "Day of the delivery.", type: "date" },
        { name: "pairs", about: "How many.", type: "number" },
        { name: "way", about: "How it is sent.", type: "text", choices: ["by post", "by hand"] },
        { name: "gift", about: "Whether it is a gift.", type: "boolean" },
      ],
    },
  ],
  details: { name: "Vera Petermann" },
  answers: [],
  pending: null,
};

/** What the lookup of that screen found. */
export const CARD_ANSWERS: CardState["answers"] = [
  {
    tool: "find-order",
    outcome: "found",
    message: null,
    rows: [
      [
        { name: "number", about: "Number of the order.", value: "NH-60318" },
        { name: "article", about: "What was ordered.", value: "Ridgeway boots, size 43" },
      ],
    ],
  },
];

/** A report on that call. */
export function buildReport(change: Partial<Report> = {}): Report {
  return {
    sessionId: "session_1",
    scenario: {
      id: "website-sales-fr",
      version: "1",
      title: "Selling a website to a baker",
      language: "en",
    },
    total: 71,
    passMark: 60,
    summary: "You earned a second meeting, and she told you what a missed Saturday costs her.",
    criteria: [
      {
        id: "discovery",
        title: "Discovery",
        weight: 40,
        level: 4,
        reason: "You asked how people find her and stayed with the missed calls.",
        quotes: [{ itemId: "item_1", text: "How do people find you today" }],
        betterWording: null,
      },
      {
        id: "price",
        title: "Price objection",
        weight: 40,
        level: 2,
        reason: "You defended the price before you knew what it stands against.",
        quotes: [{ itemId: "item_3", text: "when nobody can pick up the phone?" }],
        betterWording: "What would one more cake a day be worth to you?",
      },
      {
        id: "next",
        title: "Next step",
        weight: 20,
        level: null,
        reason: "The call ended before a next step could come up.",
        quotes: [],
        betterWording: null,
      },
    ],
    strengths: [
      "You let her talk about Saturdays.",
      "Your opening said who you are in one breath.",
    ],
    improvements: ["Ask what a missed order costs before you name a price."],
    evidence: "reported",
    rehearsal: false,
    transcript: TURNS.slice(0, 7).map((turn) => ({
      itemId: turn.itemId,
      speaker: turn.speaker,
      state:
        turn.status === "interrupted" || turn.status === "unrecognized" ? turn.status : "final",
      text: turn.text,
      startedAtMs: turn.startedAtMs,
      endedAtMs: turn.endedAtMs ?? 0,
      source: "reported" as const,
    })),
    createdAt: "2026-11-21T10:00:00Z",
    ...change,
  };
}
