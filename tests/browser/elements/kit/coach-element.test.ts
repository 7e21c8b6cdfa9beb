import { expect } from "@open-wc/testing";
import { findAllDeep, getDeep, mountCoach, settle, start } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

const frames: HTMLIFrameElement[] = [];

/** The document of a frame of this page. */
async function openDocument(): Promise<Document> {
  const frame = document.createElement("iframe");
  frame.srcdoc = "<!doctype html><title>Elsewhere</title>";
  const loaded = new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
  });
  document.body.append(frame);
  frames.push(frame);
  await loaded;
  if (frame.contentDocument === null) throw new Error("The frame has no document.");
  return frame.contentDocument;
}

/** Every element of ours in and below the tag that is loaded, and how many sheets each has. */
function countSheets({ tag }: MountedCoach): Record<string, number | undefined> {
  const all = [tag, ...findAllDeep(tag, "*")].filter(({ localName }) =>
    customElements.get(localName),
  );
  return Object.fromEntries(
    all.map(({ localName, shadowRoot }) => [localName, shadowRoot?.adoptedStyleSheets.length]),
  );
}

describe("CoachElement", () => {
  afterEach(() => {
    // What is in a frame that goes away is measured once more by its observers, in vain.
    for (const frame of frames.splice(0)) {
      frame.contentDocument?.body.replaceChildren();
      frame.remove();
    }
  });

  it("keeps its styles in the document of a frame, and back", async () => {
    const mounted = await mountCoach();
    const { tag, practices } = mounted;
    (await start(mounted)).show({ phase: "consent" });
    await settle(tag);
    const before = countSheets(mounted);
    const place = tag.parentElement;
    const elsewhere = await openDocument();
    for (const target of [elsewhere.body, place]) {
      target?.append(tag);
      await settle(tag);
      expect(countSheets(mounted)).to.deep.equal(before);
      const card = getDeep(tag, ".card");
      const view = card.ownerDocument.defaultView;
      expect(view?.getComputedStyle(card).borderRadius).to.equal("16px");
    }
    expect(practices[0]?.asked).to.deep.equal(["begin"]);
  });

  it("is drawn for the first time in another document", async () => {
    const mounted = await mountCoach();
    const { tag } = mounted;
    const elsewhere = await openDocument();
    elsewhere.body.append(tag);
    const practice = await start(mounted);
    for (const phase of ["consent", "microphone-check", "in-call"] as const) {
      practice.show({ phase });
      await settle(tag);
      const counts = Object.values(countSheets(mounted));
      expect(counts.length).to.be.greaterThan(2);
      for (const count of counts) expect(count).to.be.greaterThan(0);
    }
    const button = getDeep(tag, "[part=end-button]");
    const painted = elsewhere.defaultView?.getComputedStyle(button).borderRadius;
    expect(painted).not.to.equal("0px");
  });

  it("leaves sheets alone in a document that is not shown", async () => {
    const { tag } = await mountCoach();
    document.implementation.createHTMLDocument("never shown").body.append(tag);
    await settle(tag);
    (await openDocument()).body.append(tag);
    await settle(tag);
    expect(tag.shadowRoot?.adoptedStyleSheets.length).to.equal(3);
  });
});
