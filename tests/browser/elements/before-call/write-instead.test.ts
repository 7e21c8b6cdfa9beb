import { expect } from "@open-wc/testing";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { open } from "../../kit/call-scene.ts";
import { getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";

const FAILED = {
  phase: "failed",
  failure: { code: "mic_missing", requestId: null, limit: null },
} as const;

describe("writeInstead()", () => {
  it("leads from a microphone that fails to a practice in writing, with its own consent", async () => {
    const mounted = await mountCoach();
    const { tag, practices } = mounted;
    (await start(mounted)).show(FAILED);
    await settle(tag);
    const buttons = getDeep(tag, ".view").shadowRoot?.querySelectorAll("button") ?? [];
    const isWrite = ({ textContent }: Element): boolean =>
      textContent.trim() === englishCall.writeInstead;
    [...buttons].find(isWrite)?.click();
    await settle(tag);
    expect(practices[0]?.asked.at(-1)).to.equal("dispose");
    expect(practices[1]?.options.input).to.equal("text");
    practices[1]?.show({ input: "text" });
    await settle(tag);
    expect(textOf(tag)).to.contain(englishCall.consentTyping);
    expect(textOf(tag)).not.to.contain(englishCall.writeInstead);
  });

  it("leaves the tag as the page wrote it: another start is spoken again", async () => {
    const { tag } = await open({ phase: "consent" });
    const view = getDeep(tag, "maka-consent");
    const { writeInstead } =
      await import("../../../../widget/src/elements/before-call/write-instead.ts");
    await writeInstead(view, tag);
    expect(tag.input).to.equal("voice");
    expect(tag.phase).to.equal("consent");
  });

  it("is no way out of a call that did not get through", async () => {
    const failure = { ...FAILED.failure, code: "connect_failed" } as const;
    const { tag } = await open({ ...FAILED, failure });
    expect(textOf(tag)).not.to.contain(englishCall.writeInstead);
  });
});
