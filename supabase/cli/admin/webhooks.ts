import type { SetWebhookAnswer } from "../../functions/_shared/store/administration/webhooks.ts";
import { deriveWebhookSecret } from "../../functions/_shared/jobs/webhooks/sign-webhook.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, type CommandResult, readWord } from "../command.ts";
import { readMasterKey, readOverlap } from "./read-secret-options.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";

type ChangedWebhook = Extract<SetWebhookAnswer, { outcome: "updated" }>;

interface WebhookChange {
  readonly url: string | null;
  readonly rotate: boolean;
  readonly overlapSeconds: number;
}

async function change(context: AdminContext, site: string, wanted: WebhookChange) {
  const { administration, actor } = context;
  const changed = await administration.setWebhook({ site, ...wanted, actor });
  switch (changed.outcome) {
    case "updated":
      return changed;
    case "site_unknown":
      throw siteUnknown(site);
    case "webhook_unknown":
      throw new CommandError(`The site has no webhook. Set one: npm run admin -- webhook set.`);
    case "url_invalid":
      throw new CommandError(
        `${wanted.url ?? "That"} is no address for a webhook. Write https, a public host name, no port and a path, ` +
          "such as https://crm.example/hooks/maka.",
      );
  }
}

async function describe(changed: ChangedWebhook, masterKey: string): Promise<CommandResult> {
  const { site_id: siteId, url, kid, earlier_until: earlierUntil } = changed;
  const secret = changed.is_new ? await deriveWebhookSecret(masterKey, siteId, kid) : null;
  return {
    data: { url, secret, earlier_until: earlierUntil },
    lines: [
      `Events go to ${url ?? "nobody: the webhook is off"}.`,
      ...(secret === null ? [] : [`Secret: ${secret}`, "It is shown this once. Keep it there."]),
      ...(earlierUntil === null ? [] : [`The earlier secret signs too until ${earlierUntil}.`]),
      ...(url?.startsWith("http:") === true
        ? ["Functions call this machine only with WEBHOOK_ALLOW_LOCAL=true."]
        : []),
    ],
  };
}

/** What an URL means in the one spelling that the database knows. */
function toSpelling(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

const set: AdminCommand = {
  name: "webhook set",
  parameters: ["<site>", "<https address>"],
  usage: "",
  help: [
    "Says where a site is told of results and facts of a practice, and prints the secret that signs.",
    "There is something to tell with `flags set results on` or, by consent, with `flags set facts on`.",
    "The request follows Standard Webhooks (standardwebhooks.com); see docs/results.md.",
    "A new address keeps the secret; for another one use: webhook rotate <site>.",
  ],
  options: {},
  run: async (input, context) => {
    const masterKey = readMasterKey(context);
    const site = readWord(input, 0, "the site by embed key or id");
    const url = toSpelling(readWord(input, 1, "the address"));
    const changed = await change(context, site, { url, rotate: false, overlapSeconds: 0 });
    return describe(changed, masterKey);
  },
};

const rotate: AdminCommand = {
  name: "webhook rotate",
  parameters: ["<site>"],
  usage: "[--overlap 24h]",
  help: [
    "Makes a new secret for a site's webhook and prints it; the earlier one signs too for the overlap.",
    "It is derived from LEARNER_TOKEN_KEY and stored nowhere.",
  ],
  options: { overlap: { type: "string" } },
  run: async (input, context) => {
    const masterKey = readMasterKey(context);
    const site = readWord(input, 0, "the site by embed key or id");
    const overlapSeconds = readOverlap(input, "24h");
    return describe(
      await change(context, site, { url: null, rotate: true, overlapSeconds }),
      masterKey,
    );
  },
};

const off: AdminCommand = {
  name: "webhook off",
  parameters: ["<site>"],
  usage: "",
  help: [
    "Tells a site nothing any more; what waits is given up. Address and secret can be set again.",
  ],
  options: {},
  run: async (input, context) => {
    const site = readWord(input, 0, "the site by embed key or id");
    const changed = await change(context, site, { url: null, rotate: false, overlapSeconds: 0 });
    return describe(changed, "");
  },
};

/** Commands about what sites are told. */
export const webhookCommands: readonly AdminCommand[] = [set, rotate, off];
