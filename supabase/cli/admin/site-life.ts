import { CommandError, readTexts, readWord } from "../command.ts";
import { confirmDeletion, DELETION_OPTIONS } from "./confirm-deletion.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";
import { changeSite, findSite } from "./site-settings.ts";
import { siteUnknown } from "./site-unknown.ts";

const NAMING = "the site by embed key or id";
const DELETE_BATCH = 500;

const rename: AdminCommand = {
  name: "site rename",
  parameters: ["<site>", "<name>"],
  usage: "",
  help: ["Gives a site another name; its embed key and its records stay."],
  options: {},
  run: async (input, context) => {
    const site = readWord(input, 0, NAMING);
    const { name, organization } = await changeSite(context, site, {
      name: readWord(input, 1, "the new name"),
    });
    return { data: { name }, lines: [`The site is called ${name} (${organization}) now.`] };
  },
};

const scenarios: AdminCommand = {
  name: "site scenarios",
  parameters: ["<site>"],
  usage: "[--add <scenario>]… [--remove <scenario>]… | [--all]",
  help: [
    "Shows or chooses what a site offers of the scenarios that it may use; a tag that names another one finds nothing.",
    "The first --add narrows the choice to what is named; --all takes every scenario again, later ones too.",
  ],
  options: {
    add: { type: "string", multiple: true },
    remove: { type: "string", multiple: true },
    all: { type: "boolean" },
  },
  run: async (input, context) => {
    const name = readWord(input, 0, NAMING);
    const added = readTexts(input, "add");
    const removed = readTexts(input, "remove");
    const site = await findSite(context, name);
    if (input.options["all"] === true) {
      if (added.length + removed.length > 0) {
        throw new CommandError("Take all, or choose with --add and --remove: not both.", 2);
      }
      return toChoice(await changeSite(context, name, { scenarios: null }));
    }
    if (added.length + removed.length === 0) return toChoice(site);
    await assertUsable(context, site.organization, added);
    const { scenarios: before } = site.offers;
    const stranger = removed.find((id) => before?.includes(id) !== true);
    if (stranger !== undefined) {
      throw new CommandError(`The site has not chosen ${stranger}: there is nothing to remove.`);
    }
    const chosen = [...new Set([...(before ?? []), ...added])].filter(
      (id) => !removed.includes(id),
    );
    return toChoice(await changeSite(context, name, { scenarios: chosen }));
  },
};

function toChoice({ offers: { scenarios: chosen } }: Awaited<ReturnType<typeof findSite>>) {
  if (chosen === null) return { data: null, lines: ["Every scenario that it may use."] };
  return { data: chosen, lines: chosen.length === 0 ? ["None."] : chosen };
}

/** @throws {CommandError} naming the first that does not exist, or is of another organization. */
async function assertUsable(
  { administration }: AdminContext,
  organization: string,
  ids: readonly string[],
): Promise<void> {
  const { scenarios: known } = await administration.listPublished({ organization: null });
  for (const id of ids) {
    const scenario = known.find((each) => each.id === id);
    if (scenario === undefined) {
      throw new CommandError(
        `No scenario ${id} was ever published. List them: npm run admin -- scenario list.`,
      );
    }
    if (![null, organization].includes(scenario.organization)) {
      throw new CommandError(
        `${id} is of ${scenario.organization ?? ""}, and the site of ${organization}: it may not use it.`,
      );
    }
  }
}

const remove: AdminCommand = {
  name: "site delete",
  parameters: ["<site>"],
  usage: "[--yes]",
  help: [
    "Deletes a paused site with its learners, sessions, reports, keys and webhook. It cannot be undone.",
    "What was billed stays in the books, under numbers that lead to nobody.",
  ],
  options: DELETION_OPTIONS,
  run: async (input, context) => {
    const site = readWord(input, 0, NAMING);
    const { name, organization, embed_key: embedKey } = await findSite(context, site);
    const question = `Delete ${name} (${organization}, ${embedKey}) with all its records for good?`;
    await confirmDeletion(input, context, question);
    const { administration, actor } = context;
    let outcome = "erasing";
    while (outcome === "erasing") {
      ({ outcome } = await administration.deleteSite({ site, batch: DELETE_BATCH, actor }));
    }
    if (outcome === "deleted") return { data: { site: embedKey }, lines: [`Deleted: ${name}.`] };
    throw explain(outcome, site);
  },
};

function explain(outcome: string, site: string): CommandError {
  switch (outcome) {
    case "site_active":
      return new CommandError(`The site is active. Pause it first: site pause ${site}.`);
    case "site_busy":
      return new CommandError("A call of the site still runs. Wait until it has ended.");
    default:
      return siteUnknown(site);
  }
}

/** Commands about how a site is renamed, what it offers, and how it goes. */
export const siteLifeCommands: readonly AdminCommand[] = [rename, scenarios, remove];
