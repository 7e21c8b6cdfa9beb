import { sealCredentials } from "../../functions/_shared/identity/record-store-credentials.ts";
import { explainRecordFault } from "../../functions/_shared/jobs/statements/explain-record-fault.ts";
import type { KeptRecordStore } from "../../functions/_shared/store/administration/record-stores.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";
import { confirmDeletion, DELETION_OPTIONS } from "./confirm-deletion.ts";
import { probeRecordStore } from "./probe-record-store.ts";
import { readMasterKey } from "./read-secret-options.ts";
import { findSite } from "./site-settings.ts";
import { siteUnknown } from "./site-unknown.ts";

const SITE = "the site by embed key or id";
const MAX_CREDENTIAL = 1_000;

/** The text of an option that is needed. @throws {CommandError} */
function need(input: CommandInput, name: string, meaning: string): string {
  const text = (readText(input, name) ?? "").trim();
  if (text !== "" && text.length <= MAX_CREDENTIAL) return text;
  throw new CommandError(`Add --${name}: ${meaning}.`);
}

/** The store's address with a slash at its end, as xAPI calls it. */
function readEndpoint(input: CommandInput): string {
  const text = need(
    input,
    "endpoint",
    "the store's xAPI address, such as https://lrs.example/xapi/",
  );
  return URL.canParse(text) ? new URL(text).href.replace(/\/*$/, "/") : text;
}

/** Whose accounts the subjects of learner tokens are. @throws {CommandError} */
function readHomePage(input: CommandInput, origins: readonly string[]): string {
  const text = readText(input, "home-page") ?? origins.find((origin) => !origin.includes("*"));
  if (text !== undefined && text.length <= 500 && URL.canParse(text) && /^https?:/.test(text)) {
    return text;
  }
  throw new CommandError(
    "Add --home-page: the address of the system whose learners they are, such as https://lms.example.",
  );
}

/** From the environment, a pipe or the keyboard: never from the command line, which others can read. @throws {CommandError} */
async function readSecret({ environment, askSecret }: AdminContext): Promise<string> {
  const secret = (environment["LRS_SECRET"] ?? (await askSecret("Secret of the key: "))).trim();
  if (secret !== "" && secret.length <= MAX_CREDENTIAL) return secret;
  throw new CommandError(
    "The secret is missing. Type it when asked, pipe it in, or set LRS_SECRET; it is no option, which others could read.",
  );
}

/** The store of the site that a command names. @throws {CommandError} where there is none. */
async function findStore(
  input: CommandInput,
  { administration }: AdminContext,
): Promise<KeptRecordStore> {
  const site = readWord(input, 0, SITE);
  const found = await administration.findRecordStore(site);
  if (found.outcome === "ok") return found;
  throw found.outcome === "site_unknown" ? siteUnknown(site) : storeUnknown(site);
}

function storeUnknown(site: string): CommandError {
  return new CommandError(`The site has no LRS. Set one: npm run admin -- lrs set ${site}.`);
}

/** What has to be switched on before there is anything to tell. */
function listMissing(
  { has_results: hasResults, token_mode: tokenMode }: KeptRecordStore,
  site: string,
): readonly string[] {
  return [
    ...(hasResults
      ? []
      : [`Results are off: npm run admin -- flags set results on --site ${site}.`]),
    ...(tokenMode === "none"
      ? [`The site knows no learners: npm run admin -- site tokens ${site} --mode optional.`]
      : []),
  ];
}

function isLocal(endpoint: string): boolean {
  return endpoint.startsWith("http:");
}

const set: AdminCommand = {
  name: "lrs set",
  parameters: ["<site>"],
  usage: "--endpoint <url> --key <text> [--home-page <url>]",
  help: [
    "Says which learning record store (xAPI) is told of a site's results, and with which key; see docs/xapi.md.",
    "The secret is asked for, or read from a pipe or from LRS_SECRET. Both are sealed, and never shown.",
    "--home-page is the system whose account names the `sub` of learner tokens are; unsaid, the site's first origin.",
  ],
  options: {
    ...{ endpoint: { type: "string" }, key: { type: "string" }, "home-page": { type: "string" } },
  },
  run: async (input, context) => {
    const { administration, actor, url } = context;
    const masterKey = readMasterKey(context);
    const site = readWord(input, 0, SITE);
    const endpoint = readEndpoint(input);
    const key = need(input, "key", "the name of the key, which the store gave you");
    const { id, origins } = await findSite(context, site);
    const homePage = readHomePage(input, origins);
    const secret = await readSecret(context);
    const sealedCredentials = await sealCredentials(masterKey, id, { key, secret });
    const store = {
      ...{ endpoint, homePage, sealedCredentials },
      activityBase: `${url}/functions/v1`,
    };
    const { outcome } = await administration.setRecordStore({ site, store, actor });
    if (outcome === "site_unknown") throw siteUnknown(site);
    if (outcome === "url_invalid") throw addressInvalid(endpoint);
    const kept = await findStore(input, context);
    return {
      data: { endpoint, home_page: homePage },
      lines: [
        `Results go to ${endpoint}, of learners of ${homePage}.`,
        ...listMissing(kept, site),
        ...(isLocal(endpoint)
          ? ["Functions call this machine only with WEBHOOK_ALLOW_LOCAL=true."]
          : []),
        `Try it: npm run admin -- lrs test ${site}`,
      ],
    };
  },
};

function addressInvalid(endpoint: string): CommandError {
  return new CommandError(
    `${endpoint} is no address for an LRS. Write https, a public host name, no port and a path, ` +
      "such as https://lrs.example/xapi/.",
  );
}

const show: AdminCommand = {
  name: "lrs show",
  parameters: ["<site>"],
  usage: "",
  help: ["Shows where a site's results go and how they fare; neither key nor secret."],
  options: {},
  run: async (input, context) => {
    const site = readWord(input, 0, SITE);
    const kept = await findStore(input, context);
    const reason = kept.last_error;
    return {
      data: {
        ...{ endpoint: kept.endpoint, home_page: kept.home_page, updated_at: kept.updated_at },
        ...{ pending: kept.pending, failed: kept.failed, last_error: reason },
      },
      lines: [
        `endpoint   ${kept.endpoint}`,
        `learners   of ${kept.home_page}`,
        `set        ${kept.updated_at}`,
        `waiting    ${kept.pending}, given up ${kept.failed}`,
        ...(reason === null ? [] : [`last       ${reason}: ${explainRecordFault(reason)}`]),
        ...listMissing(kept, site),
      ],
    };
  },
};

const probe: AdminCommand = {
  name: "lrs test",
  parameters: ["<site>"],
  usage: "",
  help: [
    "Asks a site's LRS from this machine whether it is one, and whether it knows the key. Writes nothing there.",
  ],
  options: {},
  run: async (input, context) => {
    const masterKey = readMasterKey(context);
    const store = await findStore(input, context);
    const { problem, lines } = await probeRecordStore(masterKey, store);
    if (problem !== null) throw new CommandError(problem);
    return { data: { endpoint: store.endpoint, ok: true }, lines };
  },
};

const remove: AdminCommand = {
  name: "lrs remove",
  parameters: ["<site>"],
  usage: "[--yes]",
  help: [
    "Tells a site's LRS nothing any more, and forgets its key. What waits is given up; what stands there is the site's.",
  ],
  options: DELETION_OPTIONS,
  run: async (input, context) => {
    const site = readWord(input, 0, SITE);
    const { endpoint, pending } = await findStore(input, context);
    const question = `Forget the LRS ${endpoint} and its key? ${pending} result(s) wait for it.`;
    await confirmDeletion(input, context, question);
    const { administration, actor } = context;
    const { outcome } = await administration.removeRecordStore({ site, actor });
    if (outcome !== "removed") throw storeUnknown(site);
    return { data: { endpoint }, lines: [`${endpoint} is told nothing any more.`] };
  },
};

/** Commands about where sites keep learning records. */
export const lrsCommands: readonly AdminCommand[] = [set, show, probe, remove];
