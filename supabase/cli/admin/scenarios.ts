import { formatTable } from "../amounts.ts";
import { CommandError, readText, readWord } from "../command.ts";
import type { AdminCommand } from "./admin-command.ts";
import { organizationUnknown } from "./organization-unknown.ts";

function scenarioUnknown(id: string): CommandError {
  return new CommandError(
    `No scenario ${id} is published. List them: npm run admin -- scenario list.`,
  );
}

const list: AdminCommand = {
  name: "scenario list",
  parameters: [],
  usage: "[--organization <name>]",
  help: ["Lists what is and was published, and whose sites may use it."],
  options: { organization: { type: "string" } },
  run: async (input, { administration }) => {
    const organization = readText(input, "organization") ?? null;
    const { scenarios } = await administration.listPublished({ organization });
    const rows = scenarios.map((scenario) => [
      scenario.id,
      scenario.language ?? "",
      scenario.title ?? "",
      scenario.organization ?? "everybody",
      scenario.is_published ? (scenario.published_at ?? "") : "not published",
    ]);
    const headings = ["scenario", "language", "title", "whose", "version of"];
    return { data: scenarios, lines: formatTable(headings, rows) };
  },
};

const unpublish: AdminCommand = {
  name: "scenario unpublish",
  parameters: ["<scenario>"],
  usage: "",
  help: [
    "Lets nobody start a scenario any more. What runs goes on, reports stay; publishing it again brings it back.",
    "To rename one, publish its file under the new id, change the tags, then unpublish the old id.",
  ],
  options: {},
  run: async (input, { administration, actor }) => {
    const id = readWord(input, 0, "the scenario");
    const { outcome } = await administration.unpublishScenario({ id, actor });
    if (outcome !== "unpublished") throw scenarioUnknown(id);
    return { data: { id }, lines: [`${id} is not published any more.`] };
  },
};

const give: AdminCommand = {
  name: "scenario give",
  parameters: ["<scenario>"],
  usage: "--organization <name> | --everybody",
  help: [
    "Says whose sites may use a scenario: those of one organization, or everybody's.",
    "Which of these a single site offers: site scenarios <site>.",
  ],
  options: { organization: { type: "string" }, everybody: { type: "boolean" } },
  run: async (input, { administration, actor }) => {
    const id = readWord(input, 0, "the scenario");
    const organization = readText(input, "organization") ?? null;
    if ((organization === null) !== (input.options["everybody"] === true)) {
      throw new CommandError("Say whose it is: --organization <name>, or --everybody.");
    }
    const { outcome } = await administration.giveScenario({ id, organization, actor });
    if (outcome === "organization_unknown") throw organizationUnknown(organization ?? "");
    if (outcome !== "given") throw scenarioUnknown(id);
    return {
      data: { id, organization },
      lines: [`${id} may be used by sites of ${organization ?? "everybody"}.`],
    };
  },
};

/** Commands about what is published, and for whom. */
export const scenarioCommands: readonly AdminCommand[] = [list, unpublish, give];
