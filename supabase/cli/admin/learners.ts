import { writeFile } from "node:fs/promises";
import type { FindLearnerAnswer } from "../../functions/_shared/store/administration/learners.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, type CommandInput, readText, readWord } from "../command.ts";
import { hashSubject } from "./hash-subject.ts";
import { confirmDeletion, DELETION_OPTIONS } from "./confirm-deletion.ts";
import type { AdminCommand, AdminContext } from "./admin-command.ts";

type FoundLearner = Extract<FindLearnerAnswer, { outcome: "found" }>;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const NAMING = [
  "The learner is the `sub` of the site's tokens, or the id of a learner or of one of the sessions.",
  "For a `sub` LEARNER_HASH_SECRET must be set; --subject says that a text like an id is one.",
];
const NAMING_OPTIONS = { subject: { type: "boolean" } } as const;

async function findLearner(input: CommandInput, context: AdminContext): Promise<FoundLearner> {
  const site = readWord(input, 0, "the site by embed key or id");
  const learner = readWord(input, 1, "the learner by `sub`, learner id or session id");
  const isId = UUID.test(learner) && input.options["subject"] !== true;
  const found = await context.administration.findLearner({
    site,
    learnerId: isId ? learner : null,
    learnerKey: isId ? null : hashSubject(context, learner),
  });
  if (found.outcome === "site_unknown") throw siteUnknown(site);
  if (found.outcome === "found") return found;
  throw new CommandError(
    `The site knows no learner ${learner}. Nothing is kept of one who never began a call.`,
  );
}

function describe(learner: FoundLearner): string[] {
  return [
    `Learner ${learner.learner_id} (${learner.kind}), known since ${learner.created_at}`,
    `  ${learner.sessions} session(s), ${learner.turns} turn(s), ${learner.live_sessions} running now`,
  ];
}

const show: AdminCommand = {
  name: "learner show",
  parameters: ["<site>", "<learner>"],
  usage: "[--subject]",
  help: ["Tells how much is kept of a learner.", ...NAMING],
  options: NAMING_OPTIONS,
  run: async (input, context) => {
    const learner = await findLearner(input, context);
    return { data: learner, lines: describe(learner) };
  },
};

const exportAll: AdminCommand = {
  name: "learner export",
  parameters: ["<site>", "<learner>"],
  usage: "[--subject] [--out <file>]",
  help: ["Prints all that is kept of a learner as JSON, or writes it to a file.", ...NAMING],
  options: { ...NAMING_OPTIONS, out: { type: "string" } },
  run: async (input, context) => {
    const { learner_id: learnerId } = await findLearner(input, context);
    const { administration, actor } = context;
    const { outcome, ...copy } = await administration.exportLearner({ learnerId, actor });
    if (outcome !== "exported") throw new CommandError("The learner was deleted meanwhile.");
    const text = JSON.stringify(copy, null, 2);
    const file = readText(input, "out");
    if (file === undefined) return { data: copy, lines: text.split("\n") };
    await writeFile(file, `${text}\n`, { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
      throw new CommandError(`${file} cannot be written, or is there already: choose another.`, 1, {
        cause,
      });
    });
    return { data: { file }, lines: [`Written to ${file}.`] };
  },
};

const remove: AdminCommand = {
  name: "learner delete",
  parameters: ["<site>", "<learner>"],
  usage: "[--subject] [--yes]",
  help: [
    "Deletes a learner: sessions, transcripts, reports, consents, events. It cannot be undone.",
    "A running call is ended. What was billed stays in the books, under a number that leads to nobody.",
    ...NAMING,
  ],
  options: { ...NAMING_OPTIONS, ...DELETION_OPTIONS },
  run: async (input, context) => {
    const learner = await findLearner(input, context);
    const question = [...describe(learner), "Delete all of it for good?"].join("\n");
    await confirmDeletion(input, context, question);
    const named = { learnerId: learner.learner_id, actor: context.actor };
    const answer = await context.administration.deleteLearner(named);
    return {
      data: answer,
      lines: [`Deleted: ${learner.sessions} session(s), ${learner.turns} turn(s).`],
    };
  },
};

/** Commands about what learners may ask for: a copy, and to be forgotten. */
export const learnerCommands: readonly AdminCommand[] = [show, exportAll, remove];
