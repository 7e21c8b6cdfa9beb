import { z } from "zod";
import { formatTable } from "../amounts.ts";
import { Outcome, siteUnknown } from "../answers.ts";
import { type Command, type CommandContext, CommandError, readText, readWord } from "../command.ts";
import { findSite } from "./site-settings.ts";

const FEATURES = ["voice", "ephemeral", "text_only", "facts"];
const VALUES: Readonly<Record<string, boolean | null>> = { on: true, off: false, default: null };

const Features = z.object({
  features: z.array(
    z.object({
      name: z.string(),
      enabled: z.nullable(z.boolean()),
      updated_at: z.nullable(z.string()),
    }),
  ),
});

function toWord(enabled: boolean | null): string {
  return enabled === null ? "default" : enabled ? "on" : "off";
}

async function listForAll({ doors }: CommandContext) {
  const { features } = await doors("list_features", {}, Features);
  const rows = features.map((feature) => [feature.name, toWord(feature.enabled)]);
  return { data: features, lines: formatTable(["feature", "for everybody"], rows) };
}

async function listForSite(context: CommandContext, name: string) {
  const { features, offers } = await findSite(context, name);
  const rows = FEATURES.map((feature) => {
    const value = { ...features, facts: offers.facts }[feature];
    return [feature, toWord(value ?? null)];
  });
  const lines = formatTable(["feature", "for the site"], rows);
  const facts = { facts: offers.facts, facts_in_effect: offers.facts_in_effect };
  return {
    data: { ...features, ...facts },
    lines: [
      ...lines,
      `Voice is ${toWord(features.voice_in_effect)}, facts are ${toWord(offers.facts_in_effect)}.`,
    ],
  };
}

const list: Command = {
  name: "flags list",
  usage: "[--site <site>]",
  help: ["Lists the switches for everybody, or those of one site."],
  words: [0, 0],
  options: { site: { type: "string" } },
  run: (input, context) => {
    const site = readText(input, "site");
    return site === undefined ? listForAll(context) : listForSite(context, site);
  },
};

const set: Command = {
  name: "flags set",
  usage: "<voice|ephemeral|text_only|facts> <on|off|default> [--site <site>]",
  help: [
    "Switches a feature for everybody, or for one site.",
    "voice       off: no call starts, and the widget offers none",
    "ephemeral   on: browsers call the provider themselves, unobserved, five minutes at most, not scored",
    "text_only   reserved; kept, and without effect so far",
    "facts       on: learners are asked whether contacts and commitments are noted (see webhook set); off by default",
    "Off for everybody wins over a site; `default` takes a switch back.",
  ],
  words: [2, 2],
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
    const parameters = { p_name: feature, p_enabled: value, p_site: site ?? null };
    const answer = await context.doors(
      "set_feature",
      { ...parameters, p_actor: context.actor },
      Outcome,
    );
    if (answer.outcome === "site_unknown") throw siteUnknown(site ?? "");
    return site === undefined ? listForAll(context) : listForSite(context, site);
  },
};

/** Commands about what is switched on. */
export const featureCommands: readonly Command[] = [list, set];
