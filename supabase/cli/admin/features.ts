import { formatTable } from "../amounts.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, readText, readWord } from "../command.ts";
import { findSite } from "./site-settings.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";

const FEATURES = ["voice", "ephemeral", "text_only", "facts", "results"];
const VALUES: Readonly<Record<string, boolean | null>> = { on: true, off: false, default: null };

function toWord(enabled: boolean | null): string {
  return enabled === null ? "default" : enabled ? "on" : "off";
}

async function listForAll({ administration }: AdminContext) {
  const { features } = await administration.listFeatures();
  const rows = features.map((feature) => [feature.name, toWord(feature.enabled)]);
  return { data: features, lines: formatTable(["feature", "for everybody"], rows) };
}

async function listForSite(context: AdminContext, name: string) {
  const { features, offers } = await findSite(context, name);
  const rows = FEATURES.map((feature) => {
    const value = { ...features, facts: offers.facts, results: offers.results }[feature];
    return [feature, toWord(value ?? null)];
  });
  const lines = formatTable(["feature", "for the site"], rows);
  const facts = { facts: offers.facts, facts_in_effect: offers.facts_in_effect };
  const results = { results: offers.results, results_in_effect: offers.results_in_effect };
  return {
    data: { ...features, ...facts, ...results },
    lines: [
      ...lines,
      `Voice is ${toWord(features.voice_in_effect)}, facts are ${toWord(offers.facts_in_effect)}, ` +
        `results are ${toWord(offers.results_in_effect)}.`,
    ],
  };
}

const list: AdminCommand = {
  name: "flags list",
  parameters: [],
  usage: "[--site <site>]",
  help: ["Lists the switches for everybody, or those of one site."],
  options: { site: { type: "string" } },
  run: (input, context) => {
    const site = readText(input, "site");
    return site === undefined ? listForAll(context) : listForSite(context, site);
  },
};

const set: AdminCommand = {
  name: "flags set",
  parameters: ["<voice|ephemeral|text_only|facts|results>", "<on|off|default>"],
  usage: "[--site <site>]",
  help: [
    "Switches a feature for everybody, or for one site.",
    "voice       off: no call starts, and the widget offers none",
    "ephemeral   on: browsers call the provider themselves, unobserved, five minutes at most, not scored",
    "text_only   reserved; kept, and without effect so far",
    "facts       on: learners are asked whether contacts and commitments are noted (see webhook set); off by default",
    "results     on: learners are told that their result goes to the site, which gets it under its own names; off by default",
    "Off for everybody wins over a site; `default` takes a switch back.",
  ],
  options: { site: { type: "string" } },
  run: async (input, context) => {
    const feature = readWord(input, 0, "the feature");
    const word = readWord(input, 1, "on, off or default");
    const value = VALUES[word];
    if (!FEATURES.includes(feature)) {
      throw new CommandError(`There is no feature ${feature}. There are: ${FEATURES.join(", ")}.`);
    }
    if (value === undefined) throw new CommandError(`Say on, off or default, not ${word}.`);
    const site = readText(input, "site");
    const change = { name: feature, enabled: value, site: site ?? null, actor: context.actor };
    const answer = await context.administration.setFeature(change);
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    return site === undefined ? listForAll(context) : listForSite(context, site);
  },
};

/** Commands about what is switched on. */
export const featureCommands: readonly AdminCommand[] = [list, set];
