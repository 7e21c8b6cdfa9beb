import { z } from "zod";
import { formatSeconds, formatTable, parseCount } from "../amounts.ts";
import { siteUnknown } from "../answers.ts";
import { type Command, CommandError, readText, readWord } from "../command.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MAX_DETAIL_CHARACTERS = 120;

const Line = z.object({
  samples: z.number(),
  mos: z.nullable(z.number()),
  worst_mos: z.nullable(z.number()),
  round_trip_ms: z.nullable(z.number()),
  jitter_ms: z.nullable(z.number()),
  loss_percent: z.nullable(z.number()),
});

const Described = z.discriminatedUnion("outcome", [
  z.looseObject({
    outcome: z.literal("found"),
    id: z.string(),
    site: z.string(),
    learner_id: z.string(),
    status: z.string(),
    end_reason: z.nullable(z.string()),
    started_at: z.string(),
    used_seconds: z.number(),
    limit_seconds: z.number(),
    scenario: z.object({ id: z.string(), version: z.string() }),
    turns: z.number(),
    evidence: z.string(),
    report: z.nullable(z.object({ status: z.string(), reason: z.nullable(z.string()) })),
    stars: z.nullable(z.number()),
    line: Line,
    events: z.array(z.object({ kind: z.string(), detail: z.unknown(), at: z.string() })),
  }),
  z.object({ outcome: z.literal("session_unknown") }),
]);
type DescribedSession = Extract<z.infer<typeof Described>, { outcome: "found" }>;

const Ratings = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    scenarios: z.array(
      z.object({
        scenario: z.string(),
        ratings: z.number(),
        mean: z.number(),
        /** How many gave one star, two, to five. */
        stars: z.array(z.number()),
      }),
    ),
    comments: z.array(
      z.object({
        scenario: z.string(),
        site: z.string(),
        session_id: z.string(),
        stars: z.number(),
        comment: z.string(),
        rated_at: z.string(),
      }),
    ),
  }),
  z.object({ outcome: z.literal("site_unknown") }),
]);

function describe(session: DescribedSession): string[] {
  const { report, stars } = session;
  const end = session.end_reason === null ? "" : ` (${session.end_reason})`;
  const length = `${formatSeconds(session.used_seconds)} of ${formatSeconds(session.limit_seconds)}`;
  return [
    `Session ${session.id}: ${session.status}${end}, since ${session.started_at}`,
    `  site      ${session.site}, learner ${session.learner_id}`,
    `  scenario  ${session.scenario.id} ${session.scenario.version.slice(0, 12)}`,
    `  length    ${length}, ${session.turns} turn(s), observed: ${session.evidence}`,
    `  report    ${report === null ? "none yet" : `${report.status} ${report.reason ?? ""}`.trim()}`,
    `  rating    ${stars === null ? "none" : `${stars} of 5`}`,
    `  line      ${describeLine(session.line)}`,
    ...formatTable(
      ["at", "event", "detail"],
      session.events.map(({ at, kind, detail }) => [
        ...[at, kind, JSON.stringify(detail).slice(0, MAX_DETAIL_CHARACTERS)],
      ]),
    ).map((row) => `  ${row}`),
  ];
}

function describeLine(line: z.infer<typeof Line>): string {
  if (line.samples === 0 || line.mos === null) return "not measured";
  const mean = `${line.mos.toFixed(2)} of 4.5 on average, ${(line.worst_mos ?? line.mos).toFixed(2)} at worst`;
  const figures = `round trip ${line.round_trip_ms} ms, jitter ${line.jitter_ms} ms, loss ${line.loss_percent} %`;
  return `${mean}; ${figures} (${line.samples} samples)`;
}

const show: Command = {
  name: "session show",
  usage: "<session>",
  help: [
    "Tells what happened to a session: times, report, rating, line quality and every event.",
    "No word that was spoken is shown; for that ask for the learner's copy: learner export.",
  ],
  words: [1, 1],
  options: {},
  run: async (input, { doors }) => {
    const id = readWord(input, 0, "the session by id");
    if (!UUID.test(id)) throw new CommandError(`${id} is no id of a session.`);
    const found = await doors("describe_session", { p_session_id: id }, Described);
    if (found.outcome === "found") return { data: found, lines: describe(found) };
    throw new CommandError(`There is no session ${id}, or its retention time is over.`);
  },
};

const ratings: Command = {
  name: "ratings",
  usage: "[--scenario <id>] [--site <site>] [--limit 20]",
  help: [
    "Tells how learners rated each scenario, and their latest comments.",
    "Ratings go with their sessions, when the retention time is over or the learner is deleted.",
  ],
  words: [0, 0],
  options: { scenario: { type: "string" }, site: { type: "string" }, limit: { type: "string" } },
  run: async (input, { doors }) => {
    const site = readText(input, "site") ?? null;
    const limit = parseCount(readText(input, "limit") ?? "20", "limit", [0, 500]);
    const parameters = { p_site: site, p_scenario: readText(input, "scenario") ?? null };
    const answer = await doors("list_ratings", { ...parameters, p_limit: limit }, Ratings);
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    const sums = answer.scenarios.map((row) => [
      ...[row.scenario, String(row.ratings), row.mean.toFixed(2), ...row.stars.map(String)],
    ]);
    const comments = answer.comments.map((row) => [
      ...[
        row.rated_at,
        row.scenario,
        row.site,
        String(row.stars),
        row.comment.replaceAll("\n", " "),
      ],
    ]);
    const headings = ["scenario", "ratings", "mean", "1", "2", "3", "4", "5"];
    const said = formatTable(["at", "scenario", "site", "stars", "comment"], comments);
    return {
      data: { scenarios: answer.scenarios, comments: answer.comments },
      lines: [...formatTable(headings, sums), ...(comments.length === 0 ? [] : ["", ...said])],
    };
  },
};

/** Commands about single practices, and what learners say of them. */
export const sessionCommands: readonly Command[] = [show, ratings];
