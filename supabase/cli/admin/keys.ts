import { deriveCoachSecret } from "../../functions/_shared/identity/coach-tokens.ts";
import { deriveTokenSecret } from "../../functions/_shared/identity/token-secret.ts";
import { formatTable } from "../amounts.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import { readMasterKey, readOverlap } from "./read-secret-options.ts";
import { findSite } from "./site-settings.ts";
import type { AdminCommand } from "./admin-command.ts";

const rotateKey: AdminCommand = {
  name: "key rotate",
  parameters: ["<site>"],
  usage: "[--overlap 7d]",
  help: [
    "Gives a site a new embed key; the old one works until the overlap is over.",
    "Change the tag on every page meanwhile. --overlap 0 ends the old key at once.",
  ],
  options: { overlap: { type: "string" } },
  run: async (input, { administration, actor }) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const overlapSeconds = readOverlap(input, "7d");
    const rotated = await administration.rotateEmbedKey({ site, overlapSeconds, actor });
    if (rotated.outcome === "site_unknown") throw siteUnknown(site);
    return {
      data: rotated,
      lines: [
        `New embed key: ${rotated.embed_key}`,
        `${rotated.old_key} works until ${rotated.old_key_until}.`,
      ],
    };
  },
};

const listKeys: AdminCommand = {
  name: "key list",
  parameters: ["<site>"],
  usage: "",
  help: ["Lists a site's embed keys and when old ones end."],
  options: {},
  run: async (input, context) => {
    const site = await findSite(context, readWord(input, 0, "the site by embed key or id"));
    const old = site.retired_keys.map((key) => [
      key.embed_key,
      `${key.is_valid ? "until" : "ended"} ${key.expires_at}`,
    ]);
    const data = { embed_key: site.embed_key, retired_keys: site.retired_keys };
    return { data, lines: formatTable(["embed key", "valid"], [[site.embed_key, "yes"], ...old]) };
  },
};

const rotateSecret: AdminCommand = {
  name: "secret rotate",
  parameters: ["<site>"],
  usage: "[--overlap 24h]",
  help: [
    "Makes a new shared secret for a site's learner tokens (HS256) and prints it; earlier ones hold for the overlap.",
    "That of its coach tokens is another, and changes with it: secret show <site> --for coaches.",
    "It is derived from LEARNER_TOKEN_KEY and stored nowhere. The first one is made the same way.",
  ],
  options: { overlap: { type: "string" } },
  run: async (input, context) => {
    const masterKey = readMasterKey(context);
    const site = readWord(input, 0, "the site by embed key or id");
    const rotation = { site, overlapSeconds: readOverlap(input, "24h"), actor: context.actor };
    const rotated = await context.administration.rotateTokenKey(rotation);
    if (rotated.outcome === "site_unknown") throw siteUnknown(site);
    const secret = await deriveTokenSecret(masterKey, rotated.site_id, rotated.kid);
    return {
      data: { kid: rotated.kid, secret, earlier_until: rotated.earlier_until },
      lines: [
        `Key name (kid): ${rotated.kid}`,
        `Secret:         ${secret}`,
        `Earlier secrets of the site hold until ${rotated.earlier_until}.`,
        "Give it to the site's backend only. How to sign: docs/learner-tokens.md.",
      ],
    };
  },
};

/** What derives the secrets that are asked for. @throws {CommandError} for tokens that there are not. */
function readSecretKind(input: CommandInput): typeof deriveTokenSecret {
  const kind = readText(input, "for") ?? "learners";
  if (kind === "learners") return deriveTokenSecret;
  if (kind === "coaches") return deriveCoachSecret;
  throw new CommandError("--for is learners or coaches.");
}

const showSecret: AdminCommand = {
  name: "secret show",
  parameters: ["<site>"],
  usage: "[--for learners|coaches]",
  help: [
    "Prints the shared secrets that a site may sign learner tokens with now.",
    "--for coaches: those for coach tokens, which open the console. Neither opens what is the other's.",
  ],
  options: { for: { type: "string" } },
  run: async (input, context) => {
    const derive = readSecretKind(input);
    const masterKey = readMasterKey(context);
    const site = await findSite(context, readWord(input, 0, "the site by embed key or id"));
    const keys = await Promise.all(
      site.learner_tokens.kids.map(async ({ kid, expires_at: until }) => ({
        ...{ kid, secret: await derive(masterKey, site.id, kid), expires_at: until },
      })),
    );
    const rows = keys.map((key) => [key.kid, key.secret, key.expires_at ?? "until replaced"]);
    return { data: keys, lines: formatTable(["kid", "secret", "valid"], rows) };
  },
};

/** Commands about embed keys and token secrets. */
export const keyCommands: readonly AdminCommand[] = [rotateKey, listKeys, rotateSecret, showSecret];
