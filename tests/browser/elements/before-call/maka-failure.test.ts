import { expect } from "@open-wc/testing";
import type { CoachErrorCode } from "../../../../widget/src/domain/state/coach-error.ts";
import type { Failure } from "../../../../widget/src/domain/state/session-state.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { findDeep, getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

/** A tag whose practice has failed. */
async function fail(code: CoachErrorCode, change: Partial<Failure> = {}): Promise<MountedCoach> {
  const mounted = await mountCoach();
  const practice = await start(mounted);
  practice.show({ phase: "failed", failure: { code, requestId: null, limit: null, ...change } });
  await settle(mounted.tag);
  return mounted;
}

describe("MakaFailure", () => {
  it("every failure says what happened and what to do, without its code", async () => {
    for (const [code, [happened, advice]] of Object.entries(englishCall.failures)) {
      const { tag } = await fail(code as CoachErrorCode);
      const words = textOf(getDeep(tag, "[role=alert]"));
      expect(words).to.contain(happened).and.to.contain(advice).and.not.to.contain(code);
    }
  });

  it("a used-up allowance is named with the time of its return, and offers no second try", async () => {
    const resetsAt = "2026-11-22T00:00:00Z";
    const limit = { name: "learner_day", cap: 1800, used: 1800, resetsAt } as const;
    const { tag } = await fail("limit_reached", { limit });
    expect(textOf(tag))
      .to.contain("for today")
      .and.to.match(/again November 2[12], 2026/);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "[part=retry-button]")).to.equal(null);
  });

  it("another try is offered where it may succeed, and nowhere else", async () => {
    const final = [
      ...["browser_unsupported", "configuration_invalid", "scenario_missing"],
      ...["feature_disabled", "mic_blocked_by_page", "page_insecure"],
    ];
    for (const code of Object.keys(englishCall.failures)) {
      const { tag } = await fail(code as CoachErrorCode);
      const again = tag.shadowRoot && findDeep(tag.shadowRoot, "[part=retry-button]");
      expect(again === null, code).to.equal(final.includes(code));
    }
  });

  it("a busy line can be tried again", async () => {
    const limit = { name: "site_concurrency", cap: 5, used: 5, resetsAt: null } as const;
    const { tag, practices } = await fail("limit_reached", { limit });
    expect(textOf(tag)).to.contain("All lines are busy").and.not.to.contain("used up");
    getDeep(tag, "[part=retry-button]").click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "retry"]);
  });

  it("going back from a failure frees the practice and shows the brief", async () => {
    const { tag, practices } = await fail("connect_failed");
    getDeep(tag, ".quiet").click();
    await settle(tag);
    expect(practices[0]?.asked).to.deep.equal(["begin", "dispose"]);
    expect(textOf(tag)).to.contain("Call Martine");
  });
});
