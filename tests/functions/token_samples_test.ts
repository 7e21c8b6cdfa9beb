import assert from "node:assert/strict";
import { createCoachHarness, startBody } from "./kit/coach-harness.ts";
import { EMBED_KEY, onlySession, TOKEN_KID } from "./kit/fake-store.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { isInstalled } from "./kit/is-installed.ts";
import { siteSecret } from "./kit/sign-token.ts";

const FOLDER = new URL("../../docs/samples/", import.meta.url);

const SAMPLES = [
  ["node", "sign-learner-token.mjs"],
  ["python3", "sign_learner_token.py"],
  ["php", "sign-learner-token.php"],
] as const;

async function run(program: string, file: string, args: string[]): Promise<Deno.CommandOutput> {
  const command = new Deno.Command(program, {
    args: [new URL(file, FOLDER).pathname, ...args],
    env: {
      ...{ MAKA_TOKEN_SECRET: await siteSecret(), MAKA_TOKEN_KID: TOKEN_KID },
      MAKA_EMBED_KEY: EMBED_KEY,
    },
  });
  return command.output();
}

async function sign(program: string, file: string): Promise<string> {
  const { stdout, stderr, success } = await run(program, file, ["learner-7", STORED_SCENARIO.id]);
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

for (const [program, file] of SAMPLES) {
  const isHere = await isInstalled(program);
  const why = isHere ? "" : ` (not run: there is no ${program} here)`;
  Deno.test({
    name: `a session starts with the token of docs/samples/${file}${why}`,
    ignore: !isHere,
    fn: async () => {
      const harness = createCoachHarness();
      harness.clock.nowMs = Date.now();
      const [learnerToken, other] = [await sign(program, file), await sign(program, file)];
      assert.notEqual(learnerToken, other, "each has a name of its own");
      const response = await harness.send("POST", "/coach/sessions", {
        body: startBody({ learnerToken }),
      });
      assert.equal(response.status, 201, await response.text());
      const { request } = onlySession(harness.sessions);
      assert.equal(request.learnerKey, harness.world.hashLearner("token", "learner-7"));
    },
  });
  Deno.test({
    name: `docs/samples/${file} signs for nobody without an id${why}`,
    ignore: !isHere,
    fn: async () => {
      for (const args of [[], [""], [" "]]) {
        const { stdout, success } = await run(program, file, args);
        assert.equal(success, false);
        assert.doesNotMatch(new TextDecoder().decode(stdout), /^eyJ/m);
      }
    },
  });
}
