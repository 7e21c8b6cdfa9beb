import { expect } from "@open-wc/testing";
import type { SessionState } from "../../../widget/src/domain/state/session-state.ts";
import { CALL, open } from "../kit/call-scene.ts";
import { CARD, CARD_ANSWERS, TURNS, buildReport } from "../kit/fake-practice.ts";
import { getDeep, settle } from "../kit/mount-coach.ts";

const DEVICES = [
  { id: "a", label: "Built-in" },
  { id: "b", label: "Headset" },
];
const MICROPHONE = { status: "open", devices: DEVICES, deviceId: "a", trouble: null } as const;
const OUTPUT = { devices: DEVICES, deviceId: null, choosable: true, volume: 1 } as const;
/** A call with everything that a learner may look things up in. */
const FULL_CALL: Partial<SessionState> = {
  ...CALL,
  microphone: MICROPHONE,
  output: OUTPUT,
  progress: { objectives: ["need"], steps: [] },
  connectionQuality: "poor",
  card: { ...CARD, answers: CARD_ANSWERS },
};
/** Each kind of screen, in the order of a practice. */
const SCREENS: readonly Partial<SessionState>[] = [
  { phase: "consent", checkDue: true },
  { phase: "microphone-check", microphone: MICROPHONE },
  { phase: "connecting" },
  FULL_CALL,
  { ...CALL, input: "push-to-talk" },
  { ...CALL, input: "text" },
  { ...CALL, recovery: "offered" },
  { phase: "interrupted", interruption: { remainingSeconds: 90, elsewhere: false } },
  { phase: "failed", failure: { code: "mic_denied", requestId: "req_1", limit: null } },
  { phase: "report-ready", report: buildReport(), turns: TURNS, sessionId: "session_1" },
  { phase: "not-scored", notScoredReason: "unobserved", turns: TURNS },
];
/** The picture of a call is no control: what a press on one of its marks does, a button beside it does too. */
const NATIVE = "button, a[href], input, select, textarea, summary, option, maka-moments";

before(async () => {
  await import("../../../widget/src/entries/during-call.ts");
  await import("../../../widget/src/entries/push-to-talk.ts");
  await import("../../../widget/src/entries/report-details.ts");
});

/** Collects the elements that begin to hear clicks or presses while `act` runs. */
async function listenersOf(act: () => Promise<void>): Promise<ReadonlySet<Element>> {
  const heard = new Set<Element>();
  const { prototype } = EventTarget;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the element that it is asked of
  const { addEventListener } = prototype;
  prototype.addEventListener = function (this: EventTarget, ...values) {
    if (this instanceof Element && /^(?:click|pointerdown|mousedown)$/.test(values[0]))
      heard.add(this);
    addEventListener.apply(this, values);
  };
  try {
    await act();
  } finally {
    prototype.addEventListener = addEventListener;
  }
  return heard;
}

/** Whether a node is that element or in it, be it in shadow trees. */
function isWithin(node: Node | null | undefined, element: Element): boolean {
  if (!node || node === element) return node === element;
  return isWithin(node instanceof ShadowRoot ? node.host : node.parentNode, element);
}

/** What lies above an element at most of nine points, the first of it; empty where it is free. */
function coverOf(element: Element): string {
  element.scrollIntoView({ block: "center" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const places = [0.2, 0.5, 0.8];
  for (const across of places)
    for (const down of places) {
      const [x, y] = [left + width * across, top + height * down];
      let found = document.elementFromPoint(x, y);
      let inner = found?.shadowRoot?.elementFromPoint(x, y);
      while (inner && inner !== found) {
        found = inner;
        inner = found.shadowRoot?.elementFromPoint(x, y);
      }
      if (!isWithin(found, element))
        return `${found?.outerHTML.slice(0, 80) ?? "nothing"} at ${x.toString()}, ${y.toString()}`;
    }
  return "";
}

describe("complaints about other widgets, which must not be made of ours", () => {
  it("buttons that are no buttons (OvidijusParsiunas/deep-chat#286, OvidijusParsiunas/deep-chat#323): whatever hears a press is a native control", async () => {
    const heard = await listenersOf(async () => {
      for (const screen of SCREENS) {
        const { tag, show } = await open({});
        await show(screen);
        const sound = screen === FULL_CALL ? getDeep(tag, "[part=sound-button]") : null;
        sound?.click();
        await settle(tag);
      }
    });
    expect(heard.size).to.be.greaterThan(20);
    const others = [...heard].filter((element) => !element.matches(NATIVE));
    expect(others.map(({ outerHTML }) => outerHTML.slice(0, 80))).to.deep.equal([]);
  });

  for (const width of [320, 480, 720])
    it(`task sheet over the controls (Selleo/mentingo#1708, Selleo/mentingo#1222): nothing covers who speaks, the time and the controls at ${width.toString()} px`, async () => {
      const { tag, show } = await open({});
      tag.style.inlineSize = `${width.toString()}px`;
      await show(FULL_CALL);
      const names = ["maka-figure", ".time", "[part=mute-button]", "[part=end-button]"];
      const covers = (): string[] =>
        [...names, "[part=sound-button]"].map((name) => coverOf(getDeep(tag, name)));
      const free = names.concat("").map(() => "");
      expect(covers(), "with the screen and the objectives").to.deep.equal(free);
      for (const button of ["button[aria-expanded=false]:not([part])", "[part=sound-button]"]) {
        getDeep(tag, button).click();
        await settle(tag);
        expect(covers(), button).to.deep.equal(free);
      }
    });
});
