import assert from "node:assert/strict";
import { test } from "node:test";
import { canListProcesses } from "../kit/stack/process-tree.ts";
import { runKills } from "../kit/faults/kills.ts";

/** A short sample; `npm run prove -- kills` takes two hundred. */
const skip = canListProcesses() ? false : "processes cannot be listed here";

test("a killed browser loses no turn that it had shown", { skip, timeout: 240_000 }, async () => {
  // Once on a quick way to the server, once on a slow one.
  const runs = await runKills({ kills: 2, lanes: 2, random: () => 0.5 });
  assert.ok(runs.reduce((sum, { shown }) => sum + shown, 0) > 0, "nothing was shown");
  assert.deepEqual(
    runs.flatMap(({ misstored }) => misstored),
    [],
  );
});
