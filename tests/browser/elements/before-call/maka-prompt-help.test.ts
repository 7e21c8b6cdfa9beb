import { expect, oneEvent } from "@open-wc/testing";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { RESTING } from "../../kit/fake-practice.ts";
import { getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";

const PATIENCE_MS = 10_000;
const [, ADVICE] = englishCall.failures.mic_denied;
const real = window.setTimeout.bind(window);

/** Lets whatever waits as long as a question for the microphone may take be over in half a second. */
function hurry(): void {
  const hurried = (handler: () => void, ms?: number): number =>
    real(handler, ms === PATIENCE_MS ? 500 : ms);
  window.setTimeout = hurried as typeof window.setTimeout;
}

function later(): Promise<void> {
  return new Promise((resolve) => real(resolve, 600));
}

describe("MakaPromptHelp", () => {
  afterEach(() => {
    window.setTimeout = real;
  });

  for (const phase of ["requesting-microphone", "microphone-check"] as const)
    it(`says where to look in ${phase}, and leads on in writing`, async () => {
      hurry();
      const mounted = await mountCoach();
      const { tag, practices } = mounted;
      const practice = await start(mounted);
      practice.show({ phase, microphone: { ...practice.state.microphone, status: "closed" } });
      await settle(tag);
      expect(textOf(tag)).not.to.contain(ADVICE);
      await later();
      await settle(tag);
      const help = getDeep(tag, "maka-prompt-help");
      const said = help.shadowRoot?.querySelector("[role=status]");
      expect(said?.textContent).to.equal(ADVICE);
      const left = oneEvent(help, "maka-leave-request");
      help.shadowRoot?.querySelector("button")?.click();
      await left;
      await settle(tag);
      expect(practices[0]?.asked.at(-1)).to.equal("dispose");
      expect(practices[1]?.options.input).to.equal("text");
    });

  it("is gone with the answer, however late", async () => {
    hurry();
    const mounted = await mountCoach();
    const practice = await start(mounted);
    const { microphone } = practice.state;
    practice.show({
      phase: "requesting-microphone",
      microphone: { ...microphone, status: "closed" },
    });
    await settle(mounted.tag);
    await later();
    practice.show({
      phase: "connecting",
      microphone: { ...practice.state.microphone, status: "open" },
    });
    await settle(mounted.tag);
    expect(textOf(mounted.tag)).not.to.contain(ADVICE);
  });

  it("waits on when the tag is moved to another place of the page", async () => {
    hurry();
    const { tag, practices } = await mountCoach();
    await tag.start();
    await settle(tag);
    const microphone = { ...RESTING.microphone, status: "closed" } as const;
    practices[0]?.show({ phase: "requesting-microphone", microphone });
    await settle(tag);
    tag.parentElement?.prepend(document.createElement("p"), tag);
    await later();
    await settle(tag);
    expect(textOf(getDeep(tag, "maka-prompt-help"))).to.contain(ADVICE);
  });

  it("leaves who types alone", async () => {
    hurry();
    const mounted = await mountCoach();
    const practice = await start(mounted);
    const microphone = { ...practice.state.microphone, status: "closed" } as const;
    practice.show({ phase: "connecting", input: "text", microphone });
    await settle(mounted.tag);
    await later();
    expect(textOf(mounted.tag)).not.to.contain(englishCall.writeInstead);
  });
});
