import assert from "node:assert/strict";
import { createRandom, mutate, oddValue } from "../kit/attacks/mutate.ts";
import { createCoachHarness, startBody, startSession, turn } from "./kit/coach-harness.ts";
import { OFFER } from "./kit/offer-fixture.ts";

const ROUNDS = 1_500;
Deno.test("POST /sessions never answers 5xx when offers are mutilated", async () => {
  const random = createRandom(1);
  const harness = createCoachHarness();
  for (let round = 0; round < ROUNDS; round += 1) {
    const callsBefore = harness.calls.length;
    let offer = OFFER;
    for (let cut = random(4); cut >= 0; cut -= 1) offer = mutate(offer, random);
    const response = await harness.send("POST", "/coach/sessions", { body: startBody({ offer }) });
    await response.body?.cancel();
    assert.ok(response.status < 500, `round ${round}: ${response.status}`);
    if (response.status !== 201) assert.equal(harness.calls.length, callsBefore, `round ${round}`);
    else assert.equal(offer.match(/^m=/gm)?.length, 2, `round ${round}: ${offer}`);
  }
});

Deno.test("POST /sessions never answers 5xx when fields or JSON are mutilated", async () => {
  const random = createRandom(2);
  const harness = createCoachHarness();
  const fields = Object.keys(startBody());
  for (let round = 0; round < ROUNDS; round += 1) {
    const field = fields[random(fields.length)] ?? "";
    const sound = startBody();
    const body =
      random(2) === 0
        ? { ...sound, [field]: oddValue(random) }
        : mutate(JSON.stringify(sound), random);
    const response = await harness.send("POST", "/coach/sessions", { body });
    await response.body?.cancel();
    assert.ok(response.status < 500, `round ${round}: ${response.status}`);
  }
});

Deno.test("POST /turns and /end never answer 5xx when turns are mutilated", async () => {
  const random = createRandom(3);
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const fields = Object.keys(turn(1, "learner", ""));
  for (let round = 0; round < ROUNDS; round += 1) {
    const field = fields[random(fields.length)] ?? "";
    const turns = [{ ...turn(round + 1, "learner", "Bonjour"), [field]: oddValue(random) }];
    const sound = { sessionToken: token, turns };
    const body = random(3) === 0 ? mutate(JSON.stringify(sound), random) : sound;
    const response = await harness.send("POST", `/coach/sessions/${id}/turns`, { body });
    await response.body?.cancel();
    assert.ok(response.status < 500, `round ${round}: ${response.status}`);
  }
});
