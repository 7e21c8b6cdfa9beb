import { randomUUID } from "node:crypto";
import { formatCost, formatSeconds, formatTable } from "../amounts.ts";
import type { DescribedSite } from "../../functions/_shared/store/administration/sites.ts";
import { CommandError, type CommandResult, readText, readTexts, readWord } from "../command.ts";
import {
  changeSite,
  findSite,
  LIMIT_HELP,
  LIMIT_OPTIONS,
  nameTaken,
  readLimits,
  readOrigins,
} from "./site-settings.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";

const MODES = ["none", "optional", "required"];

function describe(site: DescribedSite): CommandResult {
  const { limits, learner_tokens: tokens, features, offers, costs } = site;
  const anonymous = limits.anonymous_day_seconds ?? limits.learner_day_seconds;
  const lines = [
    `${site.name} (${site.organization}), ${site.status === "active" ? "active" : "paused"}`,
    `  id             ${site.id}`,
    `  embed key      ${site.embed_key}`,
    `  origins        ${site.origins.join(", ") || "none: it admits no page yet"}`,
    `  learner tokens ${tokens.mode}${describeKeys(site)}`,
    `  site a day     ${formatSeconds(limits.site_day_seconds)}, ${limits.site_max_live} calls at a time`,
    `  learner a day  ${formatSeconds(limits.learner_day_seconds)}, ${limits.learner_max_live} at a time`,
    `  anonymous      ${formatSeconds(Math.min(anonymous, limits.learner_day_seconds))} a day, ` +
      `an address ${formatSeconds(Math.min(limits.address_day_seconds ?? 4 * anonymous, limits.site_day_seconds))}`,
    `  longest call   ${formatSeconds(limits.max_session_seconds)}`,
    `  money          ${formatCost(costs.session_micros)} a call, ${formatCost(costs.day_micros)} a day` +
      (costs.month_micros === null ? "" : `, ${formatCost(costs.month_micros)} a month`),
    `  scenarios      ${offers.scenarios?.join(", ") ?? "every one that it may use"}`,
    `  attempts       ${offers.attempts_per_scenario ?? "any number"} at a scenario`,
    `  voice          ${features.voice_in_effect ? "on" : "off"}`,
    `  practice page  ${offers.practice_url ?? "none"}`,
    `  facts          ${offers.facts_in_effect ? "on" : "off"}${describeWebhook(site)}`,
  ];
  return { data: site, lines };
}

function describeKeys({ learner_tokens: { kids, jwks_url: url } }: DescribedSite): string {
  const secrets = kids.length === 0 ? "" : `, ${kids.length} shared secret(s)`;
  return `${secrets}${url === null ? "" : `, keys at ${url}`}`;
}

function describeWebhook({ offers: { webhook } }: DescribedSite): string {
  if (webhook === null || webhook.url === null) return ", told to nobody";
  return `, told to ${webhook.url}: ${webhook.pending} waiting, ${webhook.failed} given up`;
}

async function assertOrganization({ administration }: AdminContext, name: string): Promise<void> {
  const { organizations } = await administration.listOrganizations();
  if (organizations.some((organization) => organization.name === name)) return;
  throw new CommandError(
    `No organization is called ${name}. Create it: npm run admin -- organization create "${name}".`,
  );
}

function readMode(mode: string): string {
  if (MODES.includes(mode)) return mode;
  throw new CommandError(`Learner tokens are none, optional or required, not ${mode}.`);
}

const create: AdminCommand = {
  name: "site create",
  parameters: ["<name>"],
  usage: "--organization <name> [--origin <origin>]… [--tokens <mode>] [limits]",
  help: [
    "Creates a place that embeds the widget and prints its embed key.",
    "It admits no page until it has an origin. --tokens is none (default), optional or required.",
    ...LIMIT_HELP,
  ],
  options: {
    ...LIMIT_OPTIONS,
    organization: { type: "string" },
    origin: { type: "string", multiple: true },
    tokens: { type: "string" },
    "embed-key": { type: "string" },
  },
  run: async (input, context) => {
    const organization = readText(input, "organization");
    if (organization === undefined) throw new CommandError("Say whose site it is: --organization.");
    const embedKey = readText(input, "embed-key") ?? `mk_${randomUUID().replaceAll("-", "")}`;
    if (!/^mk_[A-Za-z0-9_-]{4,64}$/.test(embedKey)) {
      throw new CommandError("--embed-key is mk_ and 4 to 64 letters, digits, _ or -.");
    }
    const settings = {
      ...{ organization, name: readWord(input, 0, "the site"), embed_key: embedKey },
      ...{ origins: readOrigins(readTexts(input, "origin")), ...readLimits(input) },
      learner_token_mode: readMode(readText(input, "tokens") ?? "none"),
    };
    await assertOrganization(context, organization);
    const { administration, actor } = context;
    const { sites } = await administration.listSites({ site: embedKey });
    if (sites.length > 0) throw new CommandError(`A site has the embed key ${embedKey} already.`);
    const { outcome } = await administration.createSite({ site: settings, actor });
    if (outcome === "name_taken") throw nameTaken();
    if (outcome !== "created") throw new CommandError(`The database refuses the site: ${outcome}.`);
    return describe(await findSite(context, embedKey));
  },
};

const list: AdminCommand = {
  name: "site list",
  parameters: [],
  usage: "[--organization <name>]",
  help: ["Lists sites."],
  options: { organization: { type: "string" } },
  run: async (input, { administration }) => {
    const organization = readText(input, "organization") ?? null;
    const { sites } = await administration.listSites({ organization });
    const rows = sites.map((site) => [
      site.organization,
      site.name,
      site.embed_key,
      site.status === "active" ? "active" : "paused",
      String(site.origins.length),
      site.learner_tokens.mode,
    ]);
    const headings = ["organization", "site", "embed key", "status", "origins", "tokens"];
    return { data: sites, lines: formatTable(headings, rows) };
  },
};

const show: AdminCommand = {
  name: "site show",
  parameters: ["<site>"],
  usage: "",
  help: ["Shows a site, named by embed key or id."],
  options: {},
  run: async (input, context) =>
    describe(await findSite(context, readWord(input, 0, "the site by embed key or id"))),
};

const origins: AdminCommand = {
  name: "site origins",
  parameters: ["<site>"],
  usage: "[--add <origin>]… [--remove <origin>]…",
  help: [
    "Shows or changes the pages that may use a site.",
    "An origin is scheme, host and port, such as https://lms.example; each is listed by itself.",
  ],
  options: {
    add: { type: "string", multiple: true },
    remove: { type: "string", multiple: true },
  },
  run: async (input, context) => {
    const name = readWord(input, 0, "the site by embed key or id");
    const added = readOrigins(readTexts(input, "add"));
    const removed = readOrigins(readTexts(input, "remove"));
    const site = await findSite(context, name);
    const stranger = removed.find((origin) => !site.origins.includes(origin));
    if (stranger !== undefined) {
      throw new CommandError(`The site does not list ${stranger}; there is nothing to remove.`);
    }
    const wanted = [...new Set([...site.origins, ...added])].filter(
      (origin) => !removed.includes(origin),
    );
    const isSame = added.length + removed.length === 0;
    const { origins: listed } = isSame
      ? site
      : await changeSite(context, name, { origins: wanted });
    return { data: listed, lines: listed.length === 0 ? ["None: no page may use it."] : listed };
  },
};

const limits: AdminCommand = {
  name: "site limits",
  parameters: ["<site>"],
  usage: "[limits]",
  help: ["Changes a site's limits; a lower one breaks no running call.", ...LIMIT_HELP],
  options: LIMIT_OPTIONS,
  run: async (input, context) => {
    const name = readWord(input, 0, "the site by embed key or id");
    const changes = readLimits(input);
    if (Object.keys(changes).length === 0) return describe(await findSite(context, name));
    return describe(await changeSite(context, name, changes));
  },
};

const tokens: AdminCommand = {
  name: "site tokens",
  parameters: ["<site>"],
  usage: "[--mode none|optional|required] [--jwks <https address>|none]",
  help: [
    "Says whether learners need a token, and where the site publishes its public keys.",
    "For a shared secret use: secret rotate <site>.",
  ],
  options: { mode: { type: "string" }, jwks: { type: "string" } },
  run: async (input, context) => {
    const name = readWord(input, 0, "the site by embed key or id");
    const mode = readText(input, "mode");
    const jwks = readText(input, "jwks");
    if (jwks !== undefined && jwks !== "none") assertKeyAddress(jwks);
    const changes = {
      ...(mode === undefined ? {} : { learner_token_mode: readMode(mode) }),
      ...(jwks === undefined ? {} : { learner_token_jwks_url: jwks === "none" ? null : jwks }),
    };
    if (Object.keys(changes).length === 0) return describe(await findSite(context, name));
    return describe(await changeSite(context, name, changes));
  },
};

/** The functions read the keys over the internet, and nothing in a network of their own: as `coach.is_key_url`. */
function assertKeyAddress(text: string): void {
  const [, host = ""] = /^https:\/\/([a-z0-9.-]+)\/[!$&-;=@-Z_a-z~%]*$/.exec(text) ?? [];
  const isPublic = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host);
  if (isPublic && !/\.(?:localhost|local|internal|arpa)$/.test(host) && text.length <= 500) return;
  throw new CommandError(
    `--jwks ${text} cannot be read by the functions. Write https, a public host name in small letters, no port, ` +
      "and a path, such as https://lms.example/jwks.json. On this machine use a shared secret: secret rotate <site>.",
  );
}

const practice: AdminCommand = {
  name: "site practice",
  parameters: ["<site>"],
  usage: "[--url <address>|none]",
  help: [
    "Says where a practice may be done in a window of its own, where the embedding page may not use the microphone.",
    "The address is https, or http://localhost; its origin must be one of the site's.",
  ],
  options: { url: { type: "string" } },
  run: async (input, context) => {
    const name = readWord(input, 0, "the site by embed key or id");
    const text = readText(input, "url");
    const site = await findSite(context, name);
    if (text === undefined) return describe(site);
    if (text === "none") return describe(await changeSite(context, name, { practice_url: null }));
    const url = readPage(text);
    if (!site.origins.includes(url.origin)) {
      throw new CommandError(
        `The site does not admit ${url.origin}. Add it: npm run admin -- site origins ${name} --add ${url.origin}`,
      );
    }
    return describe(await changeSite(context, name, { practice_url: url.href }));
  },
};

function readPage(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe =
    url?.protocol === "https:" || /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(text);
  if (url !== null && isSafe && url.username + url.password + url.hash === "") return url;
  throw new CommandError(
    `--url ${text} is no page for a practice. Write https, or http://localhost, without a name or #.`,
  );
}

function toSwitch(name: string, status: string, help: string): AdminCommand {
  return {
    ...{ name, parameters: ["<site>"], usage: "", help: [help], options: {} },
    run: async (input, context) => {
      const site = readWord(input, 0, "the site by embed key or id");
      return describe(await changeSite(context, site, { status }));
    },
  };
}

/** Commands about the places that embed the widget. */
export const siteCommands: readonly AdminCommand[] = [
  ...[create, list, show, origins, limits, tokens, practice],
  toSwitch("site pause", "disabled", "Starts no more calls of a site; running ones go on."),
  toSwitch("site resume", "active", "Lets a paused site start calls again."),
];
