import { expect, fixture, html, waitUntil } from "@open-wc/testing";
import { defineOnce } from "../../../../widget/src/elements/kit/define-once.ts";
import { MakaMicrophoneCheck } from "../../../../widget/src/elements/before-call/maka-microphone-check.ts";
import type {
  MicrophoneState,
  SessionState,
} from "../../../../widget/src/domain/state/session-state.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { RESTING, listen } from "../../kit/fake-practice.ts";

defineOnce("maka-microphone-check", MakaMicrophoneCheck);

const DEVICES = [
  { id: "built-in", label: "Built-in" },
  { id: "headset", label: "" },
];

function checking(change: Partial<MicrophoneState> = {}): SessionState {
  return {
    ...RESTING,
    phase: "microphone-check",
    microphone: { ...RESTING.microphone, ...change },
  };
}

/** A check that hears the learner as loud as `level` says. */
async function show(
  change: Partial<MicrophoneState> = {},
  level = 0,
): Promise<MakaMicrophoneCheck> {
  const levels = { learner: () => level, persona: () => 0 };
  return await fixture<MakaMicrophoneCheck>(
    html`<maka-microphone-check
      .state=${checking(change)}
      .texts=${englishCall}
      .levels=${levels}
      name="Martine Bouvier"
    ></maka-microphone-check>`,
  );
}

function get(check: MakaMicrophoneCheck, selector: string): HTMLElement {
  const found = check.renderRoot.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

function choiceOf(check: MakaMicrophoneCheck): HTMLSelectElement {
  const select = get(check, "select");
  if (select instanceof HTMLSelectElement) return select;
  throw new Error("There is no choice.");
}

function verdict(check: MakaMicrophoneCheck): string {
  return get(check, "[role=status]").textContent.trim();
}

describe("MakaMicrophoneCheck", () => {
  it("shows what the system uses once and in our words, and a choice only between real devices", async () => {
    const headset = "Headset (USB)";
    const system = ["default", "communications"].map((id) => ({
      id,
      label: `${id === "default" ? "Default" : "Communications"} - ${headset}`,
    }));
    const one = await show({
      devices: [...system, { id: "a", label: headset }],
      deviceId: "default",
    });
    expect(one.shadowRoot?.querySelector("select")).to.equal(null);
    const devices = [...system, { id: "a", label: headset }, { id: "b", label: "" }];
    const two = await show({ devices, deviceId: "default" });
    const select = two.shadowRoot?.querySelector("select");
    const labels = [...(select?.options ?? [])].map(({ label }) => label);
    expect(labels).to.deep.equal(["Standard device", headset, "Microphone 2"]);
    expect(select?.value).to.equal("default");
  });

  it("is accessible with a choice of microphones", async () => {
    await expect(await show({ devices: DEVICES, deviceId: "headset" })).to.be.accessible();
  });

  it("says that it hears well when the learner speaks up", async () => {
    const check = await show({}, 0.5);
    await waitUntil(() => verdict(check) === englishCall.hearing.good, "", { timeout: 6_000 });
  });

  it("keeps its button where it is whatever it hears", async () => {
    const check = await show({}, 0);
    check.style.width = "288px";
    const place = get(check, "[part=call-button]").getBoundingClientRect().top;
    await waitUntil(() => verdict(check) === englishCall.hearing.silent, "", { timeout: 6_000 });
    expect(get(check, "[part=call-button]").getBoundingClientRect().top).to.equal(place);
  });

  it("explains silence before the call when nothing but zeros arrives for two seconds (twilio/twilio-video.js#941)", async () => {
    const check = await show({}, 0);
    expect(verdict(check)).to.equal(englishCall.hearing.waiting);
    await waitUntil(() => verdict(check) === englishCall.hearing.silent, "", { timeout: 6_000 });
  });

  it("shows the learner as the ring round the persona's figure", async () => {
    const check = await show({}, 0.5);
    const figure = check.renderRoot.querySelector("maka-figure");
    expect(figure?.setting).to.include({ state: "listening", levels: check.levels });
    expect(figure?.ariaHidden).to.equal("true");
  });

  it("lets nobody call before the browser gave a microphone, and says what it waits for", async () => {
    const check = await show({ status: "closed" });
    expect(get(check, "[part=call-button]")).to.have.property("disabled", true);
    expect(verdict(check)).to.equal(englishCall.allowMicrophone);
  });

  it("says why a microphone that was chosen did not open, and keeps the call possible", async () => {
    const check = await show({ devices: DEVICES, deviceId: "built-in", trouble: "mic_busy" });
    expect(verdict(check)).to.contain("Another program is using your microphone");
    expect(choiceOf(check).value).to.equal("built-in");
    expect(get(check, "[part=call-button]")).to.have.property("disabled", false);
  });

  it("asks for the microphone that is chosen; one without a name has a number", async () => {
    const check = await show({ devices: DEVICES, deviceId: "built-in" });
    const select = choiceOf(check);
    expect([...select.options].map(({ text }) => text.trim())).to.deep.equal([
      "Built-in",
      "Microphone 2",
    ]);
    const asked = listen(check);
    select.value = "headset";
    select.dispatchEvent(new Event("change"));
    expect(asked).to.deep.equal(["choose headset"]);
  });

  it("offers no choice when there is one microphone", async () => {
    const check = await show({ devices: DEVICES.slice(0, 1), deviceId: "built-in" });
    expect(check.renderRoot.querySelector("select")).to.equal(null);
  });

  it("calls and goes back inside the click", async () => {
    const check = await show();
    const asked = listen(check);
    get(check, "[part=call-button]").click();
    get(check, ".quiet").click();
    expect(asked).to.deep.equal(["call", "stop"]);
  });
});
