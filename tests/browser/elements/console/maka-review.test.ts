import { expect } from "@open-wc/testing";
import { MakaReview } from "../../../../widget/src/elements/console/review/maka-review.ts";
import { ConsoleError } from "../../../../widget/src/domain/console/console-error.ts";
import { buildAttempt, buildDetail, buildReviewed, toList } from "../../kit/console-samples.ts";
import { mountConsole } from "../../kit/mount-console.ts";
import type { Answers, MountedConsole } from "../../kit/mount-console.ts";
import { textOf } from "../../kit/mount-coach.ts";
import { settle } from "../../kit/settle.ts";

function reviewOf({ tag }: MountedConsole): MakaReview {
  const found = tag.shadowRoot?.querySelector("maka-review");
  if (!(found instanceof MakaReview)) throw new Error("no review");
  return found;
}

function find(mounted: MountedConsole, selector: string): HTMLElement {
  const found = reviewOf(mounted).shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

async function press(mounted: MountedConsole, key: string, on = "legend"): Promise<void> {
  const event = new KeyboardEvent("keydown", {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  find(mounted, on).dispatchEvent(event);
  await settle(mounted.tag);
  await settle(reviewOf(mounted));
}

/** An attempt that its committed review changes. */
async function open(answers: Answers = {}) {
  let isReviewed = false;
  const mounted = await mountConsole({
    place: "attempts/a1?review=waiting",
    answers: {
      "attempts/:id": () => (isReviewed ? buildReviewed(1) : buildDetail(1)),
      attempts: () => toList([buildAttempt(1), buildAttempt(2)]),
      ...answers,
    },
  });
  mounted.tag.addEventListener("maka-review-saved", () => (isReviewed = true));
  await settle(reviewOf(mounted));
  return mounted;
}

describe("MakaReview", () => {
  for (const theme of ["light", "dark"] as const)
    for (const isReviewed of [false, true])
      it(`is accessible in the ${theme} theme ${isReviewed ? "after" : "before"} the review`, async () => {
        const { tag } = await mountConsole({
          place: "attempts/a1",
          attributes: { theme },
          answers: { "attempts/:id": () => (isReviewed ? buildReviewed(1) : buildDetail(1)) },
        });
        await settle(tag);
        await expect(tag).to.be.accessible();
      });

  it("says that the machine's levels come after the commit, and has none", async () => {
    const mounted = await open();
    const text = textOf(reviewOf(mounted));
    expect(text).to.contain("You review first");
    expect(text).not.to.contain("Machine");
  });

  it("is committed by keys alone: levels, n for what does not apply, Enter; Enter goes on", async () => {
    const mounted = await open();
    await press(mounted, "3");
    await press(mounted, "n");
    await press(mounted, "Enter");
    expect(mounted.asked).to.contain("POST attempts/a1/reviews");
    expect(mounted.sent).to.deep.equal([
      {
        levels: [
          { criterionId: "need", level: 3, reason: "" },
          { criterionId: "next", level: null, reason: "" },
        ],
        verdict: "undecided",
        next: "",
        aiShownFirst: false,
      },
    ]);
    const both = [...(reviewOf(mounted).shadowRoot?.querySelectorAll("dd") ?? [])].map(textOf);
    expect(both.map((text) => text.trim())).to.deep.equal(["3", "4", "3", "4"]);
    expect(reviewOf(mounted).shadowRoot?.activeElement === find(mounted, "#next")).to.equal(true);
    await press(mounted, "Enter");
    expect(mounted.tag.view).to.equal("attempts/a2?review=waiting");
  });

  it("shows what a level means once it is given", async () => {
    const mounted = await open();
    await press(mounted, "3");
    expect(textOf(find(mounted, ".anchor"))).to.contain("Asks, and listens");
  });

  it("says which level is missing, and sends nothing", async () => {
    const mounted = await open();
    await press(mounted, "3");
    await press(mounted, "Enter");
    expect(textOf(find(mounted, ".wrong"))).to.contain("Agrees a next step");
    expect(mounted.sent).to.have.length(0);
  });

  it("moves by j and k, and takes no key while somebody types or where keys are off", async () => {
    const mounted = await open();
    await press(mounted, "j");
    expect(textOf(find(mounted, ".current legend"))).to.contain("Agrees");
    await press(mounted, "k");
    await press(mounted, "3", "textarea");
    expect(find(mounted, ".current").querySelector(":checked")).to.equal(null);
    mounted.tag.shortcuts = "off";
    await settle(mounted.tag);
    await press(mounted, "3");
    expect(find(mounted, ".current").querySelector(":checked")).to.equal(null);
  });

  it("keeps what was written when the server refuses, and says so", async () => {
    const mounted = await open();
    reviewOf(mounted).context.api.send = () => Promise.reject(new ConsoleError("unreachable"));
    await press(mounted, "3");
    await press(mounted, "2");
    await press(mounted, "Enter");
    expect(textOf(find(mounted, ".wrong"))).to.contain("Nothing is lost");
    expect(reviewOf(mounted).shadowRoot?.querySelectorAll(":checked")).to.have.length(3);
  });

  it("leads from a quote to its turn, whose words it marks", async () => {
    const mounted = await mountConsole({
      place: "attempts/a1",
      answers: { "attempts/:id": () => buildReviewed(1) },
    });
    find(mounted, ".quote button").click();
    await settle(reviewOf(mounted));
    expect(textOf(find(mounted, ".quoted mark"))).to.equal("count your stock");
    expect(reviewOf(mounted).shadowRoot?.activeElement === find(mounted, ".quoted")).to.equal(true);
  });

  it("comments on the turn that has the focus with c, and removes one's own", async () => {
    const mounted = await mountConsole({
      place: "attempts/a1",
      answers: { "attempts/:id": () => buildReviewed(1) },
    });
    find(mounted, ".turn[data-turn=t2] button").focus();
    await press(mounted, "c", ".turn[data-turn=t2]");
    const field = find(mounted, "[name=comment]");
    if (field instanceof HTMLTextAreaElement) field.value = "Good.";
    find(mounted, "form .primary").click();
    await settle(mounted.tag);
    find(mounted, "[data-comment=k1]").click();
    await settle(mounted.tag);
    expect(mounted.asked).to.include.members(["POST attempts/a1/comments", "DELETE comments/k1"]);
    expect(mounted.sent[0]).to.deep.equal({ turnId: "t2", text: "Good." });
  });

  it("offers no levels to whoever only coaches", async () => {
    const { MEMBER } = await import("../../kit/console-samples.ts");
    const mounted = await mountConsole({
      place: "attempts/a1",
      signIn: () => Promise.resolve({ ...MEMBER, roles: ["coach"] }),
    });
    expect(reviewOf(mounted).shadowRoot?.querySelectorAll("input")).to.have.length(0);
  });
});
