import { expect, fixture, html, nextFrame, waitUntil } from "@open-wc/testing";
import { defineOnce } from "../../../../widget/src/elements/kit/define-once.ts";
import { MakaCaptions } from "../../../../widget/src/elements/call/maka-captions.ts";
import type { Turn } from "../../../../widget/src/domain/state/turn.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { TURNS, buildTurn } from "../../kit/fake-practice.ts";

defineOnce("maka-captions", MakaCaptions);

async function mountCaptions(turns: readonly Turn[], quiet = false): Promise<MakaCaptions> {
  return fixture<MakaCaptions>(
    html`<maka-captions
      name="Martine"
      language="fr"
      .texts=${englishCall}
      .turns=${turns}
      ?quiet=${quiet}
    ></maka-captions>`,
  );
}

function log(captions: MakaCaptions): HTMLElement {
  const found = captions.renderRoot.querySelector<HTMLElement>("[role=log]");
  if (!found) throw new Error("no log");
  return found;
}

describe("MakaCaptions", () => {
  it("is accessible when every kind of turn is there", async () => {
    await expect(await mountCaptions(TURNS)).to.be.accessible();
  });

  it("the log holds finished turns and not the one that forms", async () => {
    const captions = await mountCaptions([
      buildTurn(0),
      buildTurn(1, { status: "forming", text: "I am still" }),
    ]);
    expect(log(captions).textContent).to.contain("Sentence 0").and.not.to.contain("I am still");
    expect(captions.renderRoot.textContent).to.contain("I am still");
  });

  it("a turn that awaits its words keeps its place when a later one is finished", async () => {
    const captions = await mountCaptions([
      buildTurn(0),
      buildTurn(1, { status: "awaiting", text: "" }),
      buildTurn(2),
    ]);
    const order = [...log(captions).querySelectorAll(".turn")].map((turn) =>
      turn.getAttribute("data-id"),
    );
    expect(order).to.deep.equal(["item_0", "item_1", "item_2"]);
  });

  it("elements of turns stay the same when another turn comes", async () => {
    const captions = await mountCaptions([buildTurn(0)]);
    const first = log(captions).querySelector(".turn");
    captions.turns = [buildTurn(0), buildTurn(1)];
    await captions.updateComplete;
    expect(log(captions).querySelector(".turn")).to.equal(first);
  });

  it("the log is silent while the persona is heard and after words of the learner", async () => {
    const turns = [buildTurn(0), buildTurn(1), buildTurn(2)];
    expect(log(await mountCaptions(turns, true)).getAttribute("aria-live")).to.equal("off");
    expect(log(await mountCaptions(turns)).getAttribute("aria-live")).to.equal("polite");
    expect(log(await mountCaptions(turns.slice(0, 2))).getAttribute("aria-live")).to.equal("off");
  });

  it("caption passes for heard what never was (livekit/agents#2201): an interrupted and an unrecognized turn say so in words, in the language of the page", async () => {
    const captions = await mountCaptions(TURNS);
    expect(log(captions).textContent)
      .to.contain("interrupted")
      .and.to.contain("(words not understood)");
    expect(log(captions).querySelector("i")?.closest("[lang]")).to.equal(null);
    expect(log(captions).querySelector(".words span")?.getAttribute("lang")).to.equal("fr");
  });

  it("markup in a turn is shown as text", async () => {
    const captions = await mountCaptions([buildTurn(0, { text: "<b onclick=x>bold</b>" })]);
    expect(log(captions).textContent).to.contain("<b onclick=x>bold</b>");
    expect(log(captions).querySelector("b")).to.equal(null);
  });

  it("auto-scroll stops (EL#353): the list follows the newest turn until the learner scrolls up, and again when asked to", async () => {
    const many = Array.from({ length: 40 }, (_, index) => buildTurn(index));
    const captions = await mountCaptions(many);
    const scroller = captions.renderRoot.querySelector<HTMLElement>(".scroll");
    if (!scroller) throw new Error("nothing scrolls");
    const below = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    await nextFrame();
    expect(below()).to.be.lessThan(2);
    scroller.scrollTop = 0;
    scroller.dispatchEvent(new Event("scroll"));
    captions.turns = [...many, buildTurn(40)];
    await captions.updateComplete;
    await nextFrame();
    expect(scroller.scrollTop).to.equal(0);
    captions.renderRoot.querySelector("button")?.click();
    await captions.updateComplete;
    expect(below()).to.be.lessThan(2);
    expect(captions.renderRoot.querySelector("button")).to.equal(null);
  });

  it("the list stays at the newest turn when its column becomes narrow", async () => {
    const long = "words that need a line of their own ".repeat(6);
    const many = Array.from({ length: 20 }, (_, index) => buildTurn(index, { text: long }));
    const captions = await mountCaptions(many);
    const scroller = captions.renderRoot.querySelector(".scroll");
    if (!scroller) throw new Error("nothing scrolls");
    captions.style.width = "200px";
    await waitUntil(() => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2);
  });
});
