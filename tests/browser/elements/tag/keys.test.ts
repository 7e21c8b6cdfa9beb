import { expect } from "@open-wc/testing";
import fc from "fast-check";
import "../../../../widget/src/entries/push-to-talk.ts";
import { CALL } from "../../kit/call-scene.ts";
import { getDeep, mountCoach, settle, start } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

const TYPES = ["keydown", "keypress", "keyup"] as const;
const MODIFIERS = ["ctrlKey", "metaKey", "altKey"] as const;

/** What the page around a tag hears of what happens in it. */
function hear(act: () => void): string[] {
  const heard: string[] = [];
  const listener = (event: Event): void => {
    heard.push(event.type);
  };
  for (const type of TYPES) document.addEventListener(type, listener);
  act();
  for (const type of TYPES) document.removeEventListener(type, listener);
  return heard;
}

function press(target: HTMLElement, key: string, change: KeyboardEventInit = {}): KeyboardEvent[] {
  return TYPES.map((type) => {
    const event = new KeyboardEvent(type, {
      key,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...change,
    });
    target.dispatchEvent(event);
    return event;
  });
}

async function inCall(input: "voice" | "push-to-talk" | "text"): Promise<MountedCoach> {
  const mounted = await mountCoach({ input });
  const practice = await start(mounted);
  practice.show({ ...CALL, input });
  await settle(mounted.tag);
  return mounted;
}

describe("MakaVoiceCoach and the keys of its page", () => {
  it("what is typed in the tag reaches nobody outside, unless it is a shortcut or leads out", async () => {
    const brief = await mountCoach();
    const typed = await inCall("text");
    const talked = await inCall("push-to-talk");
    const places = [
      getDeep(brief.tag, "[part=start-button]"),
      getDeep(typed.tag, "[part=text-input]"),
      getDeep(typed.tag, "[part=end-button]"),
      getDeep(talked.tag, "[part=talk-button]"),
    ];
    const named = fc.constantFrom("Enter", " ", "ArrowLeft", "Home", "Backspace", "Process", "F2");
    const key = fc.oneof(named, fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(key, fc.constantFrom(...places), fc.boolean(), (name, place, shiftKey) => {
        expect(hear(() => press(place, name, { shiftKey }))).to.deep.equal([]);
      }),
    );
    fc.assert(
      fc.property(
        key,
        fc.constantFrom(...places),
        fc.constantFrom(...MODIFIERS),
        (name, place, held) => {
          expect(hear(() => press(place, name, { [held]: true }))).to.deep.equal([...TYPES]);
        },
      ),
    );
    for (const name of ["Tab", "Escape"]) {
      expect(hear(() => press(places[1] ?? document.body, name))).to.deep.equal([...TYPES]);
    }
  });

  it("an Escape that closes a launcher or a panel closes nothing around it", async () => {
    for (const variant of ["launcher", "panel"]) {
      const { tag } = await mountCoach({ variant });
      await tag.start();
      await settle(tag);
      const button = getDeep(tag, "[part=consent-button]");
      let isPrevented = false;
      const heard = hear(() => {
        isPrevented = press(button, "Escape")[0]?.defaultPrevented ?? false;
      });
      expect(heard).to.not.include("keydown");
      expect(isPrevented).to.equal(true);
    }
  });
});
