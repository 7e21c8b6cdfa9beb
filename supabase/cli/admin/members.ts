import { readFile } from "node:fs/promises";
import { formatTable } from "../amounts.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";
import { hashSubject } from "./hash-subject.ts";
import { parseRoster } from "./parse-roster.ts";
import { siteUnknown } from "./site-unknown.ts";

const SITE = "the site by embed key or id";
/** So many at a time: one statement for a university would hold its rows for long. */
const BATCH = 500;

function readSwitch(input: CommandInput, name: string): boolean {
  const text = readText(input, name) ?? "on";
  if (text !== "on" && text !== "off") throw new CommandError(`--${name} is on or off.`);
  return text === "on";
}

const setConsole: AdminCommand = {
  name: "console set",
  parameters: ["<site>"],
  usage: "--roles <roles|none> [--zone <IANA name>] [--blind on|off]",
  help: [
    "Says what a site's own backend may let people do in the console: coach, reviewer, author, auditor, admin, by commas.",
    "`none` shuts the console: nobody looks any more, and no attempt is official from then on.",
    "--zone is where days begin, such as Europe/Paris; --blind off shows reviewers the AI's levels before their own.",
  ],
  options: { roles: { type: "string" }, zone: { type: "string" }, blind: { type: "string" } },
  run: async (input, { administration, actor }) => {
    const site = readWord(input, 0, SITE);
    const text = readText(input, "roles") ?? "";
    if (text === "") throw new CommandError("Add --roles: coach,reviewer for example, or none.");
    const roles = text === "none" ? [] : text.split(",").map((role) => role.trim());
    const timeZone = readText(input, "zone") ?? "UTC";
    const settings = { roles, timeZone, blindFirst: readSwitch(input, "blind") };
    const { outcome } = await administration.setConsole({ site, settings, actor });
    if (outcome === "site_unknown") throw siteUnknown(site);
    if (outcome === "role_unknown") {
      throw new CommandError("Roles are coach, reviewer, author, auditor and admin.");
    }
    if (outcome === "zone_unknown") throw new CommandError(`There is no time zone ${timeZone}.`);
    const line =
      roles.length === 0
        ? "The console is shut."
        : `Coach tokens of the site may give: ${roles.join(", ")}.`;
    return { data: settings, lines: [line] };
  },
};

const listMembers: AdminCommand = {
  name: "members list",
  parameters: ["<site>"],
  usage: "",
  help: [
    "Lists who uses the console of a site: roles, when last seen, and whom an operator removed.",
  ],
  options: {},
  run: async (input, { administration }) => {
    const site = readWord(input, 0, SITE);
    const answer = await administration.listMembers(site);
    if (answer.outcome === "site_unknown") throw siteUnknown(site);
    const { roles, members } = answer;
    const rows = members.map((member) => [
      ...[member.id, member.name, member.roles.join(", "), member.status],
      member.last_seen_at ?? "never",
    ]);
    const ceiling =
      roles.length === 0 ? "The console is shut." : `The site gives: ${roles.join(", ")}.`;
    const table = formatTable(["member", "name", "roles", "status", "last seen"], rows);
    return { data: { roles, members }, lines: [ceiling, ...table] };
  },
};

/** A command that shuts a member out, or lets one in again. */
function changeStatus(verb: "remove" | "restore", help: readonly string[]): AdminCommand {
  return {
    name: `members ${verb}`,
    parameters: ["<site>", "<member>"],
    usage: "",
    help,
    options: {},
    run: async (input, { administration, actor }) => {
      const site = readWord(input, 0, SITE);
      const memberId = readWord(input, 1, "the member by id; see: members list <site>");
      const status = verb === "remove" ? "removed" : "active";
      if (!/^[0-9a-f-]{36}$/i.test(memberId)) throw memberUnknown(memberId);
      const { outcome } = await administration.setMemberStatus({ site, memberId, status, actor });
      if (outcome === "site_unknown") throw siteUnknown(site);
      if (outcome === "member_unknown") throw memberUnknown(memberId);
      return {
        data: { id: memberId, status },
        lines: [`The member is ${status}, and signed out.`],
      };
    },
  };
}

function memberUnknown(id: string): CommandError {
  return new CommandError(`The site has no member ${id}. See: members list <site>.`);
}

const importRoster: AdminCommand = {
  name: "roster import",
  parameters: ["<site>", "<file>"],
  usage: "",
  help: [
    "Names a site's learners for its coaches: CSV with the columns sub, name, cohort, or JSON [{sub, name, cohort}].",
    "`sub` is as in the site's learner tokens; only a keyed hash of it is stored (LEARNER_HASH_SECRET must be set).",
    "What is given replaces what was known of those learners; cohorts are made where they are missing.",
  ],
  options: {},
  run: async (input, context) => {
    const site = readWord(input, 0, SITE);
    const file = readWord(input, 1, "the file");
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      throw new CommandError(`${file} cannot be read.`, 1, { cause });
    });
    const entries = parseRoster(text).map(({ sub, ...named }) => ({
      ...named,
      learnerKey: hashSubject(context, sub),
    }));
    const { administration, actor } = context;
    let learners = 0;
    for (let start = 0; start < entries.length; start += BATCH) {
      const batch = { site, entries: entries.slice(start, start + BATCH), actor };
      const answer = await administration.importRoster(batch);
      if (answer.outcome === "site_unknown") throw siteUnknown(site);
      learners += answer.learners;
    }
    return { data: { learners }, lines: [`${learners} learner(s) are named.`] };
  },
};

const listCohorts: AdminCommand = {
  name: "cohorts",
  parameters: ["<site>"],
  usage: "",
  help: [
    "Lists the cohorts of a site's organization, and how many of the site's learners are in each.",
  ],
  options: {},
  run: async (input, { administration }) => {
    const site = readWord(input, 0, SITE);
    const answer = await administration.listCohorts(site);
    if (answer.outcome === "site_unknown") throw siteUnknown(site);
    const rows = answer.cohorts.map(({ name, learners, id }) => [name, String(learners), id]);
    return { data: answer.cohorts, lines: formatTable(["cohort", "learners", "id"], rows) };
  },
};

/** Commands about who uses the console, and how learners are named there. */
export const memberCommands: readonly AdminCommand[] = [
  setConsole,
  listMembers,
  changeStatus("remove", [
    "Shuts somebody out of the console at once, whatever the host's tokens say.",
  ]),
  changeStatus("restore", ["Lets somebody in again who was removed."]),
  importRoster,
  listCohorts,
];
