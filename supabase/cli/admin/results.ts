import { createResultKey } from "../../functions/_shared/identity/result-key.ts";
import { hashSecret } from "../../functions/_shared/identity/secrets.ts";
import { formatTable } from "../amounts.ts";
import { readWord } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";
import { readOverlap } from "./read-secret-options.ts";
import { siteUnknown } from "./site-unknown.ts";

const rotate: AdminCommand = {
  name: "results rotate",
  parameters: ["<site>"],
  usage: "[--overlap 24h]",
  help: [
    "Makes a key with which a site's own systems read its results, and prints it; the one before holds for the overlap.",
    "It is shown this once: the database keeps a hash. How to use it: docs/results.md.",
  ],
  options: { overlap: { type: "string" } },
  run: async (input, { administration, actor }) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const overlapSeconds = readOverlap(input, "24h");
    const key = createResultKey();
    const rotation = { site, keyHash: hashSecret(key), overlapSeconds, actor };
    const rotated = await administration.rotateResultKey(rotation);
    if (rotated.outcome === "site_unknown") throw siteUnknown(site);
    const { earlier_until: earlierUntil } = rotated;
    return {
      data: { key, earlier_until: earlierUntil },
      lines: [
        `Result key: ${key}`,
        "It is shown this once. Keep it on a server.",
        ...(earlierUntil === null ? [] : [`The earlier key holds until ${earlierUntil}.`]),
      ],
    };
  },
};

const list: AdminCommand = {
  name: "results keys",
  parameters: ["<site>"],
  usage: "",
  help: ["Lists the keys to a site's results: when each was made and last used, and when it ends."],
  options: {},
  run: async (input, { administration }) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const answer = await administration.listResultKeys(site);
    if (answer.outcome === "site_unknown") throw siteUnknown(site);
    const rows = answer.keys.map((key) => [
      ...[key.name, key.created_at, key.last_used_at ?? "never"],
      key.expires_at === null ? "yes" : `${key.is_valid ? "until" : "ended"} ${key.expires_at}`,
    ]);
    const lines = formatTable(["key", "made", "last used", "valid"], rows);
    return { data: answer.keys, lines };
  },
};

const revoke: AdminCommand = {
  name: "results revoke",
  parameters: ["<site>"],
  usage: "",
  help: ["Ends all keys to a site's results at once. `results rotate` makes another one."],
  options: {},
  run: async (input, { administration, actor }) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const answer = await administration.revokeResultKeys({ site, actor });
    if (answer.outcome === "site_unknown") throw siteUnknown(site);
    return { data: answer, lines: [`${answer.revoked} key(s) open nothing any more.`] };
  },
};

/** Commands about who reads results. */
export const resultCommands: readonly AdminCommand[] = [rotate, list, revoke];
