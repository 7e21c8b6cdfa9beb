import { expect, fixture, html, waitUntil } from "@open-wc/testing";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { MakaCall } from "../../../widget/src/elements/call/maka-call.ts";
import { englishCall } from "../../../widget/src/locales/en/call.ts";
import { RESTING } from "../kit/fake-practice.ts";

defineOnce("maka-call", MakaCall);

/** The next frame that a meter may have drawn in. */
async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

function read(call: MakaCall): string | undefined {
  return call.renderRoot
    .querySelector<HTMLElement>(".microphone")
    ?.style.getPropertyValue("--_heard");
}

async function openCall(learner: () => number): Promise<MakaCall> {
  return fixture<MakaCall>(
    html`<maka-call
      .levels=${{ learner, persona: () => 0 }}
      .texts=${englishCall}
      .state=${{ ...RESTING, phase: "in-call" }}
    ></maka-call>`,
  );
}

describe("LevelController", () => {
  it("writes how loud the learner is while its host is on the page, at most thirty times a second", async () => {
    let reads = 0;
    const call = await openCall(() => {
      reads += 1;
      return 0.25;
    });
    const startedAtMs = performance.now();
    await frames(12);
    const elapsedMs = performance.now() - startedAtMs;
    expect(read(call)).to.equal("0.25");
    expect(reads).to.be.at.most(Math.ceil(elapsedMs / 30) + 1);
    call.remove();
    const before = reads;
    await frames(6);
    expect(reads).to.equal(before);
  });

  it("a meter falls by steps when a voice stops, and rises at once", async () => {
    let loudness = 1;
    const call = await openCall(() => loudness);
    const seen: number[] = [];
    await waitUntil(() => read(call) === "1.00");
    loudness = 0;
    await waitUntil(() => {
      seen.push(Number(read(call)));
      return seen.at(-1) === 0;
    });
    expect(new Set(seen).size).to.be.greaterThan(5);
    expect(seen).to.deep.equal(seen.toSorted((left, right) => right - left));
    loudness = 0.9;
    await waitUntil(() => read(call) === "0.90");
  });

  it("writes nothing while nothing changes", async () => {
    const call = await openCall(() => 0);
    const changes: MutationRecord[] = [];
    new MutationObserver((records) => changes.push(...records)).observe(call.renderRoot, {
      subtree: true,
      attributes: true,
    });
    await frames(12);
    expect(changes).to.deep.equal([]);
  });
});
