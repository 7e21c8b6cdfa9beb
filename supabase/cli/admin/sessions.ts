import type {
  DescribeSessionAnswer,
  HeardQuality,
} from "../../functions/_shared/store/administration/sessions.ts";
import { formatSeconds, formatTable, parseCount } from "../amounts.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, readText, readWord } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";

type DescribedSession = Extract<DescribeSessionAnswer, { outcome: "found" }>;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MAX_DETAIL_CHARACTERS = 120;

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

function describeLine(line: HeardQuality): string {
  if (line.samples === 0 || line.mos === null) return "not measured";
  const mean = `${line.mos.toFixed(2)} of 4.5 on average, ${(line.worst_mos ?? line.mos).toFixed(2)} at worst`;
  const figures = `round trip ${line.round_trip_ms} ms, jitter ${line.jitter_ms} ms, loss ${line.loss_percent} %`;
  return `${mean}; ${figures} (${line.samples} samples)`;
}

const show: AdminCommand = {
  name: "session show",
  parameters: ["<session>"],
  usage: "",
  help: [
    "Tells what happened to a session: times, report, rating, line quality and every event.",
    "No word that was spoken is shown; for that ask for the learner's copy: learner export.",
  ],
  options: {},
  run: async (input, { administration }) => {
    const id = readWord(input, 0, "the session by id");
    if (!UUID.test(id)) throw new CommandError(`${id} is no id of a session.`);
    const found = await administration.describeSession(id);
    if (found.outcome === "found") return { data: found, lines: describe(found) };
    throw new CommandError(`There is no session ${id}, or its retention time is over.`);
  },
};

const ratings: AdminCommand = {
  name: "ratings",
  parameters: [],
  usage: "[--scenario <id>] [--site <site>] [--limit 20]",
  help: [
    "Tells how learners rated each scenario, and their latest comments.",
    "Ratings go with their sessions, when the retention time is over or the learner is deleted.",
  ],
  options: { scenario: { type: "string" }, site: { type: "string" }, limit: { type: "string" } },
  run: async (input, { administration }) => {
    const site = readText(input, "site") ?? null;
    const limit = parseCount(readText(input, "limit") ?? "20", "limit", [0, 500]);
    const scenario = readText(input, "scenario") ?? null;
    const answer = await administration.listRatings({ site, scenario, limit });
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
export const sessionCommands: readonly AdminCommand[] = [show, ratings];
