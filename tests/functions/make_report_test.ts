import assert from "node:assert/strict";
import { makeReport } from "../../supabase/functions/_shared/jobs/make-report.ts";
import { Report } from "../../supabase/functions/_shared/contract/report.ts";
import { ReportedTurn } from "../../supabase/functions/_shared/contract/turn.ts";
import { ProviderError } from "../../supabase/functions/_shared/providers/provider-error.ts";
import { MalformedDraftError } from "../../supabase/functions/_shared/scoring/scorer.ts";
import { StoreError } from "../../supabase/functions/_shared/store/store-error.ts";
import { turn } from "./kit/coach-harness.ts";
import { type Answering, createFakeScorer, honestDraft } from "./kit/fake-scorer.ts";
import { createFakeStore, EMBED_KEY, onlySession, ORIGIN } from "./kit/fake-store.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const WORDS = "Combien de clients viennent par votre site ?";

/** A session that has ended with `turns` and waits for its report. */
async function prepare(
  turns: readonly unknown[],
  ...answers: readonly [Answering, ...Answering[]]
) {
  const fake = createFakeStore();
  const opened = await fake.store.openSession({
    embedKey: EMBED_KEY,
    origin: ORIGIN,
    scenario: STORED_SCENARIO.id,
    attemptKey: crypto.randomUUID(),
    requestHash: "h",
    learnerKey: "k",
    learnerName: null,
    locale: "fr",
    consent: { version: "1", locale: "fr" },
    variables: {},
    handshake: "relay",
    requestId: "r",
    capSeconds: null,
  });
  assert.ok(opened.outcome === "granted");
  const { sessionId } = opened;
  await fake.store.attachCall({
    sessionId,
    provider: "p",
    providerCallId: "c",
    answer: "v=0",
    plan: null,
  });
  await fake.store.appendTurns(
    sessionId,
    turns.map((value) => ReportedTurn.parse(value)),
  );
  await fake.store.endSession(sessionId, "learner");
  const { scorer, asked } = createFakeScorer(...answers);
  const world = {
    store: fake.store,
    scorer,
    rehearsal: false,
    scoreReportedTurns: true,
    keepsHesitations: false,
    now: () => new Date("2026-11-21T10:00:00Z"),
    log: () => {},
  };
  return { ...fake, world, asked, session: onlySession(fake.sessions) };
}

const TALK = [turn(1, "learner", WORDS), turn(2, "persona", "Oui ?")];

const invented: Answering = (task, instructions) => {
  const honest = honestDraft(task, instructions);
  if (honest instanceof Error) return honest;
  const quotes = [{ turn: "t1", text: "These words were never spoken here" }];
  return { ...honest, criteria: honest.criteria.map((item) => ({ ...item, quotes })) };
};

Deno.test(
  "makeReport() saves a report with a total when every quote is the learner's",
  async () => {
    const { world, session, asked } = await prepare(TALK, honestDraft);
    assert.equal(await makeReport(world, session.id), "saved");
    const report = Report.parse(session.saved);
    assert.equal(report.total, 80);
    assert.equal(report.passMark, 60);
    assert.equal(report.rehearsal, false);
    assert.equal(report.createdAt, "2026-11-21T10:00:00.000Z");
    assert.equal(asked.length, 2);
  },
);

Deno.test("makeReport() does nothing when no report is due", async () => {
  const { world, session } = await prepare(TALK, honestDraft);
  await makeReport(world, null);
  assert.equal(await makeReport(world, session.id), "none");
  assert.equal(await makeReport(world, crypto.randomUUID()), "none");
});

Deno.test(
  "makeReport() asks once more and names the criteria when quotes are invented",
  async () => {
    const turns = TALK;
    const { world, session, asked } = await prepare(
      turns,
      invented,
      honestDraft,
      invented,
      honestDraft,
    );
    assert.equal(await makeReport(world, session.id), "saved");
    assert.equal(asked.length, 4);
    for (const { instructions } of [asked[1], asked[3]].flatMap((one) => one ?? []))
      assert.match(instructions, /could not be used for: needs, close/);
    assert.equal(Report.parse(session.saved).total, 80);
  },
);

Deno.test("makeReport() saves levels of null when the quotes are invented twice", async () => {
  const { world, session, asked } = await prepare(TALK, invented);
  assert.equal(await makeReport(world, session.id), "saved");
  const report = Report.parse(session.saved);
  assert.deepEqual(
    report.criteria.map(({ level }) => level),
    [null, null],
  );
  assert.equal(report.total, null);
  assert.equal(asked.length, 4);
});

Deno.test("makeReport() keeps the first answer when the second asking fails", async () => {
  const failing: Answering = () => new ProviderError("timeout", "late");
  const { world, session } = await prepare(TALK, invented, failing, invented, failing);
  assert.equal(await makeReport(world, session.id), "saved");
});

Deno.test(
  "makeReport() tells the scorer the rubric and the words, and no more, when it asks",
  async () => {
    const turns = [turn(1, "persona", "Oui ?"), turn(2, "learner", WORDS)];
    const { world, session, asked } = await prepare(turns, honestDraft);
    await makeReport(world, session.id);
    const text = JSON.stringify(asked[0]?.task);
    assert.match(text, /anchor of level 5/);
    assert.match(text, /Combien de clients/);
    assert.ok(!text.includes("1,500 euros"));
    assert.ok(!text.includes("passMark"));
    assert.match(asked[0]?.instructions ?? "", new RegExp(asked[0]?.task.marker ?? "none"));
  },
);

Deno.test(
  "makeReport() waits for missing turns, then marks the transcript incomplete",
  async () => {
    const turns = [turn(1, "learner", WORDS), turn(3, "learner", WORDS)];
    const { world, session, asked } = await prepare(turns, honestDraft);
    assert.equal(await makeReport(world, session.id), "retried");
    assert.equal(await makeReport(world, session.id), "retried");
    assert.equal(await makeReport(world, session.id), "not_scored");
    assert.equal(session.reason, "transcript_incomplete");
    assert.equal(asked.length, 0);
  },
);

Deno.test("makeReport() scores nobody whose customer never said a word", async () => {
  for (const answer of [[], [turn(2, "persona", " ")]]) {
    const { world, session, asked } = await prepare(
      [turn(1, "learner", WORDS), ...answer],
      honestDraft,
    );
    assert.equal(await makeReport(world, session.id), "not_scored");
    assert.equal(session.reason, "persona_silent");
    assert.equal(asked.length, 0);
  }
});

Deno.test("makeReport() marks more words than anyone speaks in an hour as incomplete", async () => {
  const turns = Array.from({ length: 16 }, (_, index) =>
    turn(index + 1, "learner", "x".repeat(8_000)),
  );
  const { world, session, asked } = await prepare(turns, honestDraft);
  assert.equal(await makeReport(world, session.id), "not_scored");
  assert.equal(session.reason, "transcript_incomplete");
  assert.equal(asked.length, 0);
});

const FAILURES = [
  [
    "the provider is away",
    new ProviderError("unavailable", "away"),
    ["retried", "retried", "failed"],
  ],
  [
    "our share is used up",
    new ProviderError("rate_limited", "429"),
    ["retried", "retried", "failed"],
  ],
  ["the answer is no draft", new MalformedDraftError("no"), ["retried", "retried", "failed"]],
  ["the provider refuses our key", new ProviderError("refused", "401"), ["failed"]],
  ["our own code fails", new TypeError("oops"), ["failed"]],
] as const;

for (const [name, error, outcomes] of FAILURES) {
  Deno.test(`makeReport() ends as ${outcomes.join(", ")} when ${name}`, async () => {
    const { world, session } = await prepare(TALK, () => error);
    for (const outcome of outcomes) assert.equal(await makeReport(world, session.id), outcome);
    assert.equal(session.report, "failed");
  });
}

Deno.test(
  "makeReport() leaves the job to its lease when the database fails at saving",
  async () => {
    const { world, session, overrides } = await prepare(TALK, honestDraft);
    overrides.saveReport = () =>
      Promise.reject(new StoreError("unavailable", "save_report", { message: "gone" }));
    await assert.rejects(makeReport(world, session.id), StoreError);
    assert.equal(session.report, "pending");
  },
);
