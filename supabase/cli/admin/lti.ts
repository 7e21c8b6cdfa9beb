import { createSecret, hashSecret } from "../../functions/_shared/identity/secrets.ts";
import { createToolKey } from "../../functions/_shared/identity/tool-keys.ts";
import type { LtiRegistration } from "../../functions/_shared/store/lti.ts";
import { formatTable, parseSeconds } from "../amounts.ts";
import {
  CommandError,
  type CommandInput,
  type CommandResult,
  readText,
  readTexts,
  readWord,
} from "../command.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";
import { confirmDeletion, DELETION_OPTIONS } from "./confirm-deletion.ts";
import { readMasterKey } from "./read-secret-options.ts";
import { siteUnknown } from "./site-unknown.ts";

const MAX_INVITE_SECONDS = 30 * 86_400;
const SITE = "the site by embed key or id";

/** The text of an option that is needed, of `most` characters. @throws {CommandError} */
function need(input: CommandInput, name: string, meaning: string, most = 2_000): string {
  const text = (readText(input, name) ?? "").trim();
  if (text === "") throw new CommandError(`Add --${name}: ${meaning}.`);
  if (text.length <= most) return text;
  throw new CommandError(`--${name} is longer than ${most} characters.`);
}

/** A page as browsers spell it. @throws {CommandError} */
function readPage(input: CommandInput): string {
  const text = need(
    input,
    "page",
    "the address of lti.html, such as https://learn.example/lti.html",
  );
  if (!URL.canParse(text)) throw new CommandError(`--page ${text} is no address.`);
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

function explain(outcome: string, site: string, page: string): CommandError {
  switch (outcome) {
    case "site_unknown":
      return siteUnknown(site);
    case "tokens_off":
      return new CommandError(
        `The site takes no learner tokens. Switch them on: npm run admin -- site tokens ${site} --mode optional`,
      );
    case "page_forbidden":
      return new CommandError(
        `The site does not admit ${page}. Add it: npm run admin -- site origins ${site} --add ${new URL(page).origin}`,
      );
    case "platform_taken":
      return new CommandError("This issuer and client id belong to another site. See: lti list.");
    default:
      return new CommandError(
        "An address cannot be called. Write https, a public host name, no port and a path.",
      );
  }
}

/** Makes another key of this tool, sealed with a secret of `masterKey`. */
async function makeKey({ administration, actor }: AdminContext, masterKey: string) {
  return administration.rotateLtiKey({ ...(await createToolKey(masterKey)), actor });
}

/** Makes the first key where there is none, so that a platform finds one. @throws {CommandError} without a master key. */
async function ensureKey(context: AdminContext): Promise<void> {
  const masterKey = readMasterKey(context);
  const { keys } = await context.administration.readLtiKeys();
  if (keys.length === 0) await makeKey(context, masterKey);
}

/** The platform that a command names. @throws {CommandError} where there is none. */
async function findPlatform(input: CommandInput, { administration }: AdminContext) {
  const id = readWord(input, 0, "the platform by id; see: lti list");
  const listed = await administration.listLtiPlatforms({ site: null });
  const platforms = listed.outcome === "ok" ? listed.platforms : [];
  const found = platforms.find((each) => each.id === id);
  if (found === undefined) throw platformUnknown(id);
  return found;
}

function describeTool(url: string, page: string): readonly string[] {
  const base = `${url}/functions/v1/lti`;
  return [
    `  tool or target link   ${page}`,
    `  login initiation      ${base}/login`,
    `  redirect              ${base}/launch`,
    `  key set (JWKS)        ${base}/jwks`,
    `  Deep Linking          ${page}`,
  ];
}

const add: AdminCommand = {
  name: "lti add",
  parameters: ["<site>"],
  usage:
    "--name <text> --issuer <text> --client-id <text> --auth-url <url> --token-url <url> --jwks-url <url> " +
    "--page <url> [--token-audience <text>] [--deployment <id> …]",
  help: [
    "Registers a learning platform (LTI 1.3) for a site, or changes what is known of it; deployments are added.",
    "--page is lti.html on an origin of the site: the address of the tool at the platform.",
    "--token-audience where it is not the token address: https://api.brightspace.com/auth/token for D2L.",
    "Platforms that register tools by themselves need no more than: lti invite <site>.",
  ],
  options: {
    ...{ name: { type: "string" }, issuer: { type: "string" }, "client-id": { type: "string" } },
    ...{ "auth-url": { type: "string" }, "token-url": { type: "string" } },
    ...{ "jwks-url": { type: "string" }, "token-audience": { type: "string" } },
    ...{ page: { type: "string" }, deployment: { type: "string", multiple: true } },
  },
  run: async (input, context) => {
    const site = readWord(input, 0, SITE);
    const platform = readPlatform(input);
    await ensureKey(context);
    const { administration, actor } = context;
    const saved = await administration.saveLtiPlatform({ site, platform, actor });
    if (saved.outcome !== "saved") throw explain(saved.outcome, site, platform.pageUrl);
    return {
      data: saved,
      lines: [
        `Platform ${saved.platform_id} is registered. Enter there:`,
        ...describeTool(context.url, platform.pageUrl),
        ...(platform.deployments.length > 0
          ? []
          : ["It has no deployment yet: npm run admin -- lti deploy <platform> <deployment>."]),
      ],
    };
  },
};

function readPlatform(input: CommandInput): LtiRegistration {
  const tokenUrl = need(input, "token-url", "where the platform gives access tokens");
  return {
    name: need(input, "name", "how you call the platform", 200),
    issuer: need(input, "issuer", "the platform's own id, an address", 500),
    clientId: need(input, "client-id", "what the platform calls this tool", 255),
    deployments: readTexts(input, "deployment"),
    authUrl: need(input, "auth-url", "the platform's authentication request address"),
    tokenUrl,
    tokenAudience: readText(input, "token-audience") ?? tokenUrl,
    jwksUrl: need(input, "jwks-url", "the platform's public key set"),
    pageUrl: readPage(input),
  };
}

const deploy: AdminCommand = {
  name: "lti deploy",
  parameters: ["<platform>", "<deployment>"],
  usage: "",
  help: [
    "Admits a deployment of a platform: an id that the platform shows, and that a refused launch names in the log.",
  ],
  options: {},
  run: async (input, context) => {
    const { administration, actor } = context;
    const found = await findPlatform(input, context);
    const deployment = readWord(input, 1, "the deployment");
    const saved = await administration.saveLtiPlatform({
      site: found.site_id,
      platform: {
        ...{ name: found.name, issuer: found.issuer, clientId: found.client_id },
        ...{ authUrl: found.auth_url, tokenUrl: found.token_url, jwksUrl: found.jwks_url },
        ...{ tokenAudience: found.token_audience, pageUrl: found.page_url },
        deployments: [deployment],
      },
      actor,
    });
    if (saved.outcome !== "saved") throw explain(saved.outcome, found.site_id, found.page_url);
    return { data: saved, lines: [`Launches of deployment ${deployment} are admitted.`] };
  },
};

function platformUnknown(id: string): CommandError {
  return new CommandError(`There is no platform ${id}. List them: npm run admin -- lti list.`);
}

const list: AdminCommand = {
  name: "lti list",
  parameters: [],
  usage: "[--site <site>]",
  help: ["Lists learning platforms, their deployments, and the keys of this tool."],
  options: { site: { type: "string" } },
  run: async (input, { administration }) => {
    const site = readText(input, "site") ?? null;
    const answer = await administration.listLtiPlatforms({ site });
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    const { keys } = await administration.readLtiKeys();
    const rows = answer.platforms.map((each) => [
      ...[each.id, each.site, each.name, each.issuer, each.client_id],
      each.deployments.join(", ") || "none: no launch is admitted",
    ]);
    const published = keys.map((key) => [
      key.kid,
      key.is_current ? "signs" : `from ${key.not_before}`,
      key.not_after ?? "until replaced",
    ]);
    return {
      data: { platforms: answer.platforms, keys },
      lines: [
        ...formatTable(["platform", "site", "name", "issuer", "client", "deployments"], rows),
        "",
        ...formatTable(["key", "use", "published until"], published),
      ],
    };
  },
};

const remove: AdminCommand = {
  name: "lti remove",
  parameters: ["<platform>"],
  usage: "[--yes]",
  help: [
    "Removes a platform: nobody launches from it any more, and no score goes there. Reports stay.",
  ],
  options: DELETION_OPTIONS,
  run: async (input, context) => {
    const { administration, actor } = context;
    const { id, name } = await findPlatform(input, context);
    const question = `Delete the platform ${name} (${id}) with all that leads to its gradebook?`;
    await confirmDeletion(input, context, question);
    const { outcome } = await administration.removeLtiPlatform({ id, actor });
    if (outcome !== "removed") throw platformUnknown(id);
    return { data: { id }, lines: [`Platform ${id} is removed.`] };
  },
};

const invite: AdminCommand = {
  name: "lti invite",
  parameters: ["<site>"],
  usage: "--page <url> [--valid 7d]",
  help: [
    "Prints a link with which one learning platform registers itself for a site (dynamic registration).",
    "Its administrator enters it there: in Moodle at Manage tools, Tool URL. It is shown this once and used once.",
  ],
  options: { page: { type: "string" }, valid: { type: "string" } },
  run: async (input, context): Promise<CommandResult> => {
    const site = readWord(input, 0, SITE);
    const page = readPage(input);
    const validSeconds = parseSeconds(readText(input, "valid") ?? "7d", "valid");
    if (validSeconds > MAX_INVITE_SECONDS) throw new CommandError("--valid is 30d at most.");
    await ensureKey(context);
    const secret = createSecret();
    const { administration, actor } = context;
    const invited = await administration.inviteLtiPlatform({
      ...{ site, secretHash: hashSecret(secret), validSeconds, actor },
    });
    if (invited.outcome !== "invited") throw explain(invited.outcome, site, page);
    const link = `${page}?invite=${secret}`;
    return {
      data: { link, expires_at: invited.expires_at },
      lines: [link, `For one platform, until ${invited.expires_at}. It is shown this once.`],
    };
  },
};

const rotate: AdminCommand = {
  name: "lti rotate-keys",
  parameters: [],
  usage: "",
  help: [
    "Publishes a new key of this tool. It signs from tomorrow, and the one before is published for another day.",
    "The private key is sealed with a secret of LEARNER_TOKEN_KEY: with another LEARNER_TOKEN_KEY rotate again.",
  ],
  options: {},
  run: async (_input, context) => {
    const rotated = await makeKey(context, readMasterKey(context));
    if (rotated.outcome === "rotating") {
      throw new CommandError("The last key is not used yet. Rotate again tomorrow.");
    }
    return {
      data: rotated,
      lines: [`Key ${rotated.kid} is published, and signs from ${rotated.not_before}.`],
    };
  },
};

/** Commands about learning platforms. */
export const ltiCommands: readonly AdminCommand[] = [add, deploy, list, remove, invite, rotate];
