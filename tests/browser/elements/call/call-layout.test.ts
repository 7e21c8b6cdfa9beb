import { expect } from "@open-wc/testing";
import { CALL, open } from "../../kit/call-scene.ts";
import { TURNS, buildBrief, buildTurn } from "../../kit/fake-practice.ts";
import { getDeep, mountCoach, settle, start } from "../../kit/mount-coach.ts";

/** What the call download leaves to be fetched when it is needed. */
before(async () => {
  await import("../../../../widget/src/entries/during-call.ts");
});

describe("the layout of a practice", () => {
  it("until the call is answered only the way out works, and it does not move then", async () => {
    const { tag, show } = await open({ phase: "connecting" });
    const end = getDeep(tag, "[part=end-button]");
    const place = end.getBoundingClientRect().top;
    expect(getDeep(tag, "[part=mute-button]").matches("[inert] *")).to.equal(true);
    expect(end.matches("[inert] *")).to.equal(false);
    await show({ phase: "in-call", turns: [], remainingSeconds: 300 });
    expect(end.getBoundingClientRect().top).to.equal(place);
    await show({ ...CALL, turns: TURNS, connectionQuality: "good", activity: "persona-speaking" });
    expect(end.getBoundingClientRect().top).to.equal(place);
    expect(getDeep(tag, "[part=mute-button]").matches("[inert] *")).to.equal(false);
  });

  it("what is told of the connection takes its room from the captions, and moves nothing below them", async () => {
    const { tag, show } = await open(CALL);
    const end = getDeep(tag, "[part=end-button]");
    const captions = getDeep(tag, "maka-captions");
    const [place, height] = [end.getBoundingClientRect().top, captions.offsetHeight];
    const troubles = [
      { connectionQuality: "poor" },
      { recovery: "calling-again" },
      { recovery: "none", turnsStored: false },
    ] as const;
    for (const trouble of troubles) {
      await show(trouble);
      expect(captions.offsetHeight, Object.keys(trouble).join()).to.be.below(height);
      expect(captions.offsetHeight).to.be.at.least(72);
      expect(end.getBoundingClientRect().top, Object.keys(trouble).join()).to.equal(place);
    }
  });

  it("no name, title or sentence of a scenario widens the card", async () => {
    const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk".repeat(2);
    const { scenario } = buildBrief();
    const persona = { name: `${word} ${word}`, role: word };
    const objectives = [{ id: "need", text: word }];
    const brief = buildBrief({ scenario: { ...scenario, persona, objectives, situation: word } });
    const mounted = await mountCoach({}, { loadBrief: () => Promise.resolve(brief) });
    const { tag } = mounted;
    tag.style.width = "320px";
    const widthOf = (): number | undefined => tag.shadowRoot?.querySelector(".card")?.scrollWidth;
    expect(widthOf(), "brief").to.be.at.most(318);
    const practice = await start(mounted);
    expect(widthOf(), "consent").to.be.at.most(318);
    practice.show({ ...CALL, turns: [buildTurn(0, { text: word })], connectionQuality: "good" });
    await settle(tag);
    expect(widthOf(), "call").to.be.at.most(318);
  });
});
