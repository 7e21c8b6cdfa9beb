import { explainScoreFault } from "../../functions/_shared/jobs/scores/explain-score-fault.ts";
import { explainRecordFault } from "../../functions/_shared/jobs/statements/explain-record-fault.ts";
import { formatTable, parseCount } from "../amounts.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";
import { siteUnknown } from "./site-unknown.ts";

const STATUSES = ["pending", "done", "failed"];
const CHANNELS = ["webhook", "lrs", "ags"];
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** One of a few words, or null where the option was not given. @throws {CommandError} */
function readChoice(input: CommandInput, name: string, choices: readonly string[]): string | null {
  const text = readText(input, name) ?? null;
  if (text === null || choices.includes(text)) return text;
  throw new CommandError(`--${name} is ${choices.join(", ")}, not ${text}.`);
}

const EXPLANATIONS: Readonly<Record<string, (reason: string) => string>> = {
  ags: explainScoreFault,
  lrs: explainRecordFault,
};

/** What to do about what did not arrive, a sentence a reason. */
function explain(
  deliveries: readonly { readonly channel: string; readonly last_error: string | null }[],
): readonly string[] {
  const lines = deliveries.flatMap(({ channel, last_error: reason }) => {
    const advice = reason === null ? undefined : EXPLANATIONS[channel]?.(reason);
    return advice === undefined ? [] : [`${reason}: ${advice}`];
  });
  return [...new Set(lines)].sort();
}

const list: AdminCommand = {
  name: "delivery list",
  parameters: [],
  usage: "[--site <site>] [--channel webhook|lrs|ags] [--status pending|done|failed] [--limit 50]",
  help: [
    "Lists what was queued for other systems and how it fared, the latest first; never what stands in it.",
    "Channels: events for a site's webhook, statements for its LRS, scores for a learning platform (AGS).",
  ],
  options: {
    ...{ site: { type: "string" }, channel: { type: "string" } },
    ...{ status: { type: "string" }, limit: { type: "string" } },
  },
  run: async (input, { administration }) => {
    const site = readText(input, "site") ?? null;
    const channel = readChoice(input, "channel", CHANNELS);
    const status = readChoice(input, "status", STATUSES);
    const most = parseCount(readText(input, "limit") ?? "50", "limit", [1, 1_000]);
    const answer = await administration.listDeliveries({ site, channel, status, most });
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    const rows = answer.deliveries.map((delivery) => [
      ...[delivery.id, delivery.created_at, delivery.site, delivery.channel, delivery.event],
      ...[delivery.status, String(delivery.attempts)],
      ...[delivery.next_at ?? delivery.finished_at ?? "", delivery.last_error ?? ""],
    ]);
    const headings = [
      ...["delivery", "since", "site", "channel", "event"],
      ...["status", "tries", "next or end", "why"],
    ];
    const lines = [...formatTable(headings, rows), ...explain(answer.deliveries)];
    return { data: answer.deliveries, lines };
  },
};

const retry: AdminCommand = {
  name: "delivery retry",
  parameters: ["<site>"],
  usage: "[--channel webhook|lrs|ags] [--delivery <id>]",
  help: ["Sends again, with the next run of the reaper, what waits or was given up: one or all."],
  options: { channel: { type: "string" }, delivery: { type: "string" } },
  run: async (input, { administration, actor }) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const channel = readChoice(input, "channel", CHANNELS);
    const id = readText(input, "delivery") ?? null;
    if (id !== null && !UUID.test(id)) {
      throw new CommandError(`--delivery ${id} is no id. List them: delivery list.`);
    }
    const answer = await administration.retryDeliveries({ site, channel, id, actor });
    if (answer.outcome === "site_unknown") throw siteUnknown(site);
    return { data: answer, lines: [`${answer.retried} delivery(ies) go out again.`] };
  },
};

/** Commands about what is owed to other systems. */
export const deliveryCommands: readonly AdminCommand[] = [list, retry];
