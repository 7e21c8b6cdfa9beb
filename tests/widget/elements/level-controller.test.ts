import { expect, fixture, html } from "@open-wc/testing";
import { defineOnce } from "../../../widget/src/elements/define-once.ts";
import { MakaCall } from "../../../widget/src/elements/maka-call.ts";

defineOnce("maka-call", MakaCall);

/** The next frame that a meter may have drawn in. */
async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

describe("LevelController", () => {
  it("writes both levels to its host while it is on the page, at most thirty times a second", async () => {
    let reads = 0;
    const levels = {
      learner: () => 0.25,
      persona: () => {
        reads += 1;
        return 0.5;
      },
    };
    const call = await fixture<MakaCall>(html`<maka-call .levels=${levels}></maka-call>`);
    const startedAtMs = performance.now();
    await frames(12);
    const elapsedMs = performance.now() - startedAtMs;
    expect(call.style.getPropertyValue("--_learner-level")).to.equal("0.25");
    expect(call.style.getPropertyValue("--_persona-level")).to.equal("0.50");
    expect(reads).to.be.at.most(Math.ceil(elapsedMs / 33) + 1);
    call.remove();
    const before = reads;
    await frames(6);
    expect(reads).to.equal(before);
  });
});
