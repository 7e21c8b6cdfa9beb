import { formatSeconds, formatTable, parseCount, parseSeconds } from "../amounts.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import { confirmDeletion, DELETION_OPTIONS } from "./confirm-deletion.ts";
import { organizationUnknown } from "./organization-unknown.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";

const LIMITS = {
  month: { type: "string" },
  "retention-days": { type: "string" },
} as const;

async function list({ administration }: AdminContext) {
  const { organizations } = await administration.listOrganizations();
  return organizations;
}

function readSettings(input: CommandInput): Record<string, number> {
  const month = readText(input, "month");
  const days = readText(input, "retention-days");
  return {
    ...(month === undefined ? {} : { month_seconds: parseSeconds(month, "month") }),
    ...(days === undefined
      ? {}
      : { retention_days: parseCount(days, "retention-days", [1, 3_650]) }),
  };
}

async function save(context: AdminContext, name: string, settings: Record<string, number>) {
  await context.administration.saveOrganization({ name, settings, actor: context.actor });
  const saved = (await list(context)).find((organization) => organization.name === name);
  return {
    data: saved,
    lines: [
      `${name}: ${formatSeconds(saved?.month_seconds ?? 0)} a month, ` +
        `records kept ${saved?.retention_days ?? 0} days.`,
    ],
  };
}

const create: AdminCommand = {
  name: "organization create",
  parameters: ["<name>"],
  usage: "[--month 10h] [--retention-days 30]",
  help: [
    "Creates who pays: it owns sites.",
    "--month is the practice time of all its sites in a calendar month (UTC); default 10h.",
    "--retention-days is how long transcripts and reports are kept; default 30.",
  ],
  options: LIMITS,
  run: async (input, context) => {
    const name = readWord(input, 0, "the organization");
    if ((await list(context)).some((organization) => organization.name === name)) {
      throw new CommandError(
        `There is an organization ${name}. Change it with organization limits.`,
      );
    }
    return save(context, name, readSettings(input));
  },
};

const limits: AdminCommand = {
  name: "organization limits",
  parameters: ["<name>"],
  usage: "[--month 10h] [--retention-days 30]",
  help: [
    "Changes an organization's month or its retention time.",
    "A shorter retention time removes records at the next purge.",
  ],
  options: LIMITS,
  run: async (input, context) => {
    const name = readWord(input, 0, "the organization");
    const settings = readSettings(input);
    if (Object.keys(settings).length === 0) {
      throw new CommandError("Say what to change: --month or --retention-days.");
    }
    if (!(await list(context)).some((organization) => organization.name === name)) {
      throw organizationUnknown(name);
    }
    return save(context, name, settings);
  },
};

const listAll: AdminCommand = {
  name: "organization list",
  parameters: [],
  usage: "",
  help: ["Lists organizations with this month's use."],
  options: {},
  run: async (_input, context) => {
    const organizations = await list(context);
    const rows = organizations.map((organization) => [
      organization.name,
      String(organization.sites),
      formatSeconds(organization.used_this_month),
      formatSeconds(organization.month_seconds),
      `${organization.retention_days} days`,
    ]);
    return {
      data: organizations,
      lines: formatTable(["organization", "sites", "used", "of a month", "records kept"], rows),
    };
  },
};

const rename: AdminCommand = {
  name: "organization rename",
  parameters: ["<name>", "<new name>"],
  usage: "",
  help: ["Gives an organization another name; its sites and its books stay."],
  options: {},
  run: async (input, { administration, actor }) => {
    const name = readWord(input, 0, "the organization");
    const newName = readWord(input, 1, "the new name");
    const { outcome } = await administration.renameOrganization({ name, newName, actor });
    if (outcome === "name_taken") {
      throw new CommandError(`There is an organization ${newName} already.`);
    }
    if (outcome !== "renamed") throw organizationUnknown(name);
    return { data: { name: newName }, lines: [`${name} is called ${newName} now.`] };
  },
};

const remove: AdminCommand = {
  name: "organization delete",
  parameters: ["<name>"],
  usage: "[--yes]",
  help: ["Deletes an organization that has neither sites nor scenarios any more."],
  options: DELETION_OPTIONS,
  run: async (input, context) => {
    const name = readWord(input, 0, "the organization");
    await confirmDeletion(input, context, `Delete the organization ${name} for good?`);
    const { administration, actor } = context;
    const { outcome } = await administration.deleteOrganization({ name, actor });
    if (outcome === "in_use") {
      throw new CommandError(
        `${name} has sites or scenarios. Delete them (site delete), or give them away (scenario give) first.`,
      );
    }
    if (outcome !== "deleted") throw organizationUnknown(name);
    return { data: { name }, lines: [`Deleted: ${name}.`] };
  },
};

/** Commands about who pays. */
export const organizationCommands: readonly AdminCommand[] = [
  ...[create, listAll, limits],
  ...[rename, remove],
];
