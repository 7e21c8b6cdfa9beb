import { expect, fixture, html, waitUntil } from "@open-wc/testing";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { MakaCall } from "../../../widget/src/elements/call/maka-call.ts";
import { englishDuringCall } from "../../../widget/src/locales/en/during-call.ts";
import { englishCall } from "../../../widget/src/locales/en/call.ts";
import { englishReport } from "../../../widget/src/locales/en/report.ts";
import { RESTING } from "../kit/fake-practice.ts";

defineOnce("maka-call", MakaCall);

/** The next frame that a meter may have drawn in. */
async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

const TEXTS = { call: englishCall, duringCall: englishDuringCall, report: englishReport };

function read(call: MakaCall, selector: string, property: string): string | undefined {
  return call.renderRoot.querySelector<HTMLElement>(selector)?.style.getPropertyValue(property);
}

describe("LevelController", () => {
  it("writes both levels where they are drawn while its host is on the page, at most thirty times a second", async () => {
    let reads = 0;
    const levels = {
      learner: () => 0.25,
      persona: () => {
        reads += 1;
        return 0.5;
      },
    };
    const call = await fixture<MakaCall>(
      html`<maka-call
        .levels=${levels}
        .texts=${TEXTS}
        .state=${{ ...RESTING, phase: "in-call" }}
      ></maka-call>`,
    );
    const startedAtMs = performance.now();
    await frames(12);
    const elapsedMs = performance.now() - startedAtMs;
    expect(read(call, ".voice", "--_learner-level")).to.equal("0.25");
    expect(read(call, ".face", "--_persona-level")).to.equal("0.50");
    expect(reads).to.be.at.most(Math.ceil(elapsedMs / 30) + 1);
    call.remove();
    const before = reads;
    await frames(6);
    expect(reads).to.equal(before);
  });

  it("a meter falls by steps when a voice stops, and rises at once", async () => {
    let loudness = 1;
    const levels = { learner: () => 0, persona: () => loudness };
    const call = await fixture<MakaCall>(
      html`<maka-call
        .levels=${levels}
        .texts=${TEXTS}
        .state=${{ ...RESTING, phase: "in-call" }}
      ></maka-call>`,
    );
    const seen: number[] = [];
    await waitUntil(() => read(call, ".face", "--_persona-level") === "1.00");
    loudness = 0;
    await waitUntil(() => {
      seen.push(Number(read(call, ".face", "--_persona-level")));
      return seen.at(-1) === 0;
    });
    expect(new Set(seen).size).to.be.greaterThan(5);
    expect(seen).to.deep.equal(seen.toSorted((left, right) => right - left));
    loudness = 0.9;
    await waitUntil(() => read(call, ".face", "--_persona-level") === "0.90");
  });
});
