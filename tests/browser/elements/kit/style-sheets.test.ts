import { expect } from "@open-wc/testing";
import { CARD, TURNS, buildReport } from "../../kit/fake-practice.ts";
import { mountCoach, settle, start } from "../../kit/mount-coach.ts";

/** What counts in a document alone: registered properties, fonts, imports, and the document's own elements. */
const OF_DOCUMENTS =
  /^@(?:property|font-face|import|namespace)|(?:^|[\s,}]):root\b|(?:^|[\s,}])(?:html|body)\b/;

const CALL = { phase: "in-call", turns: TURNS, remainingSeconds: 252, card: CARD } as const;
const VIEWS = [
  { phase: "consent" },
  { phase: "microphone-check" },
  CALL,
  { ...CALL, input: "push-to-talk" },
  { phase: "failed", failure: { code: "mic_denied", requestId: null, limit: null } },
  { phase: "report-ready", report: buildReport(), turns: TURNS },
] as const;

before(async () => {
  await import("../../../../widget/src/entries/during-call.ts");
  await import("../../../../widget/src/entries/push-to-talk.ts");
});

function shadowRootsOf(element: Element): ShadowRoot[] {
  const root = element.shadowRoot;
  const inner = [...(root ?? element).children].flatMap(shadowRootsOf);
  return root === null ? inner : [root, ...inner];
}

describe("style sheets", () => {
  it("a shadow root is styled by constructed sheets, without a rule that counts in documents alone (EL#478, EL#526)", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    const rules = new Set<string>();
    for (const view of VIEWS) {
      practice.show(view);
      await settle(mounted.tag);
      for (const root of shadowRootsOf(mounted.tag)) {
        // WebKit lists what was adopted among `styleSheets`.
        expect(root.querySelector("style, link"), root.host.localName).to.equal(null);
        expect(root.adoptedStyleSheets.length, root.host.localName).to.be.greaterThan(0);
        for (const rule of root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]))
          rules.add(rule.cssText);
      }
    }
    expect(rules.size).to.be.greaterThan(100);
    expect([...rules].filter((text) => OF_DOCUMENTS.test(text))).to.deep.equal([]);
  });
});
