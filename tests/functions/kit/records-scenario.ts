import type { PrivatePart } from "../../../supabase/functions/_shared/scenario/schema.ts";
import type { StoredScenario } from "../../../supabase/functions/_shared/store/scenarios.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

const world: NonNullable<PrivatePart["world"]> = {
  records: [
    {
      id: "orders",
      about: "What she has ordered.",
      key: "number",
      fields: {
        number: { type: "text", about: "Order number" },
        status: { type: "text", about: "Status", choices: ["open", "cancelled"] },
        note: { type: "text", about: "private-note-field" },
      },
      rows: [{ number: "A-1", status: "open", note: "private-note-of-the-row" }],
    },
  ],
  tools: [
    {
      id: "find-order",
      about: "Finds an order",
      kind: "lookup",
      offeredTo: "learner",
      records: "orders",
      by: ["number"],
      shows: ["number", "status"],
    },
    {
      id: "cancel-order",
      about: "Cancels an order",
      kind: "action",
      offeredTo: "learner",
      records: "orders",
      by: ["number"],
      onlyWhen: { status: "open" },
      sets: { status: "cancelled" },
      shows: ["status"],
      answer: "It is cancelled.",
    },
    {
      id: "own-papers",
      about: "Your papers",
      kind: "lookup",
      offeredTo: "persona",
      records: "orders",
      by: ["number"],
      shows: ["number", "note"],
    },
  ],
};

/** The small scenario with an order system: two tools on the learner's card, one in the persona's hands. */
export const RECORDS_SCENARIO: StoredScenario = {
  ...STORED_SCENARIO,
  private: { ...STORED_SCENARIO.private, world },
};
