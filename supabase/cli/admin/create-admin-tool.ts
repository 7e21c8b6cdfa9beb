import { createAdministration } from "../../functions/_shared/store/administration/create-administration.ts";
import { StoreError } from "../../functions/_shared/store/store-error.ts";
import { CommandError, readText } from "../command.ts";
import { findProject, nameActor } from "../connect.ts";
import { explainStoreError } from "../explain-store-error.ts";
import { readSettings } from "../read-settings.ts";
import type { Misuse, Tool } from "../run-command.ts";
import type { AdminCommand, AdminContext, Person } from "./admin-command.ts";
import { deliveryCommands } from "./deliveries.ts";
import { featureCommands } from "./features.ts";
import { keyCommands } from "./keys.ts";
import { learnerCommands } from "./learners.ts";
import { lrsCommands } from "./lrs.ts";
import { ltiCommands } from "./lti.ts";
import { memberCommands } from "./members.ts";
import { organizationCommands } from "./organizations.ts";
import { recordCommands } from "./records.ts";
import { resultCommands } from "./results.ts";
import { scenarioCommands } from "./scenarios.ts";
import { sessionCommands } from "./sessions.ts";
import { siteLifeCommands } from "./site-life.ts";
import { siteCommands } from "./sites.ts";
import { webhookCommands } from "./webhooks.ts";

const COMMANDS: readonly AdminCommand[] = [
  ...organizationCommands,
  ...siteCommands,
  ...siteLifeCommands,
  ...scenarioCommands,
  ...keyCommands,
  ...featureCommands,
  ...webhookCommands,
  ...deliveryCommands,
  ...resultCommands,
  ...ltiCommands,
  ...memberCommands,
  ...lrsCommands,
  ...recordCommands,
  ...sessionCommands,
  ...learnerCommands,
];

const PREFIX = "npm run admin --";
const GLOBAL_HELP = [
  "Every command takes:",
  "  --json            print data instead of words",
  "  --local           the project of npm start, instead of SUPABASE_URL and SUPABASE_SECRET_KEYS",
  "  --secrets <file>  settings that the environment leaves open; otherwise .env.production, with --local .env",
  "  --actor <who>     who does it, for the audit trail; otherwise the account of this computer",
];

/** The operator's tool on the project that `environment` names, for whoever calls it. */
export function createAdminTool(
  environment: NodeJS.ProcessEnv,
  person: Person,
): Tool<AdminContext, AdminCommand> {
  return {
    commands: COMMANDS,
    options: {
      json: { type: "boolean" },
      local: { type: "boolean" },
      actor: { type: "string" },
      secrets: { type: "string" },
    },
    isHelp: (first) => first === undefined || first === "help" || first.startsWith("-"),
    describeAll,
    describe,
    refuseUnknown,
    refuseMisuse,
    open: (input) => {
      const isLocal = input.options["local"] === true;
      const settings = readSettings(environment, { isLocal, file: readText(input, "secrets") });
      const project = findProject(settings, isLocal);
      return {
        administration: createAdministration(project),
        url: project.url,
        actor: nameActor(readText(input, "actor"), project.keyName),
        environment: project.environment,
        ...person,
      };
    },
    explain: (error, { url }) =>
      error instanceof StoreError ? explainStoreError(error, url) : error,
  };
}

function refuseUnknown(words: readonly string[]): CommandError {
  const [first = ""] = words;
  const near = COMMANDS.filter(({ name }) => name.split(" ")[0] === first).map(({ name }) => name);
  const hint = near.length === 0 ? `See ${PREFIX} help.` : `There are: ${near.join(", ")}.`;
  return new CommandError(`There is no command ${words.slice(0, 2).join(" ")}. ${hint}`);
}

function refuseMisuse(command: AdminCommand, misuse: Misuse): CommandError {
  const usage = `Use it as: ${toUsage(command)}`;
  if (misuse.kind !== "option") return new CommandError(usage);
  const [reason = ""] = misuse.reason.split(". ");
  return new CommandError(`${reason}. ${usage}`, 1, { cause: misuse.cause });
}

function describeAll(topic: string): readonly string[] {
  const chosen = COMMANDS.filter(({ name }) => topic === "" || name.startsWith(topic));
  if (topic !== "" && chosen.length > 0) return chosen.flatMap(describe);
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    `Administers a project: ${PREFIX} <command>. More on one: ${PREFIX} help <command>.`,
    "",
    ...COMMANDS.map(({ name, help }) => `  ${name.padEnd(width)}  ${help[0] ?? ""}`),
    "",
    ...GLOBAL_HELP,
  ];
}

function describe(command: AdminCommand): readonly string[] {
  return [toUsage(command), ...command.help.map((line) => `  ${line}`), ""];
}

function toUsage({ name, parameters, usage }: AdminCommand): string {
  return [PREFIX, name, ...parameters, usage].join(" ").trimEnd();
}
