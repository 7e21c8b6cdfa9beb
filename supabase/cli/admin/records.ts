import { formatSeconds, formatTable, parseCount, parseDay } from "../amounts.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, readText } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";

const DAY_MS = 86_400_000;
const PURGE_BATCH = 500;

const usage: AdminCommand = {
  name: "usage",
  parameters: [],
  usage:
    "[--by organization|site|day|scenario] [--from <day>] [--to <day>] [--organization <name>] [--site <site>]",
  help: [
    "Tells calls, practice time and the provider's price between two UTC days; default the last 30.",
    "The price is metered from the provider's own usage events, in US dollars by list prices; a minute's is of metered calls.",
  ],
  options: {
    by: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    organization: { type: "string" },
    site: { type: "string" },
  },
  run: async (input, { administration }) => {
    const by = readText(input, "by") ?? "site";
    if (!["organization", "site", "day", "scenario"].includes(by)) {
      throw new CommandError(`--by is organization, site, day or scenario, not ${by}.`);
    }
    const today = new Date().toISOString().slice(0, 10);
    const to = parseDay(readText(input, "to") ?? today, "to");
    const usual = new Date(Date.parse(to) - 29 * DAY_MS).toISOString().slice(0, 10);
    const from = parseDay(readText(input, "from") ?? usual, "from");
    if (from > to) throw new CommandError(`--from ${from} is after --to ${to}.`);
    const site = readText(input, "site") ?? null;
    const organization = readText(input, "organization") ?? null;
    const answer = await administration.getUsage({ from, to, by, organization, site });
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    const rows = answer.rows.map((row) => [
      ...[row.day ?? "", row.organization, row.site ?? ""],
      ...(by === "scenario" ? [row.scenario ?? "erased"] : []),
      ...[String(row.sessions), String(row.learners), formatSeconds(row.used_seconds)],
      ...[formatDollars(row.micro_dollars, 2), formatDollars(row.minute_micro_dollars, 3)],
    ]);
    const headings = [
      ...["day", "organization", "site", ...(by === "scenario" ? ["scenario"] : [])],
      ...["calls", "learners", "time", "price", "a minute"],
    ];
    return {
      data: { from, to, by, rows: answer.rows },
      lines: [`${from} to ${to}`, ...formatTable(headings, rows)],
    };
  },
};

function formatDollars(micros: number | null, digits: number): string {
  return micros === null ? "" : `$${(micros / 1_000_000).toFixed(digits)}`;
}

const purge: AdminCommand = {
  name: "purge",
  parameters: [],
  usage: "[--batches 20]",
  help: [
    "Removes sessions that are older than their organization keeps them, 500 at a time.",
    "The reaper does the same on its own; this is for after a shortened retention time.",
  ],
  options: { batches: { type: "string" } },
  run: async (input, { administration, actor }) => {
    const batches = parseCount(readText(input, "batches") ?? "20", "batches", [1, 10_000]);
    const total = { sessions: 0, learners: 0, is_complete: false };
    for (let batch = 0; batch < batches && !total.is_complete; batch += 1) {
      const purge = { batch: PURGE_BATCH, actor };
      const { sessions, learners } = await administration.purgeRecords(purge);
      total.sessions += sessions;
      total.learners += learners;
      total.is_complete = sessions < PURGE_BATCH;
    }
    const more = total.is_complete ? "Nothing is left to remove." : "There is more: run it again.";
    const removed = `Removed ${total.sessions} session(s) and ${total.learners} learner(s).`;
    return { data: total, lines: [removed, more] };
  },
};

const audit: AdminCommand = {
  name: "audit",
  parameters: [],
  usage: "[--of <site or id>] [--limit 50] [--before <number>]",
  help: ["Shows who did what, the latest first.", "--of shows one site, organization or learner."],
  options: { of: { type: "string" }, limit: { type: "string" }, before: { type: "string" } },
  run: async (input, { administration }) => {
    const before = readText(input, "before");
    const { events } = await administration.listAuditEvents({
      limit: parseCount(readText(input, "limit") ?? "50", "limit", [1, 1_000]),
      beforeId:
        before === undefined ? null : parseCount(before, "before", [1, Number.MAX_SAFE_INTEGER]),
      subject: readText(input, "of") ?? null,
    });
    const rows = events.map((event) => [
      ...[String(event.id), event.at, event.actor, event.action, event.subject],
      JSON.stringify(event.detail).slice(0, 120),
    ]);
    return {
      data: events,
      lines: formatTable(["number", "at", "who", "act", "on", "detail"], rows),
    };
  },
};

/** Commands about what happened: use, retention, and who administered what. */
export const recordCommands: readonly AdminCommand[] = [usage, purge, audit];
