import assert from "node:assert/strict";
import { type HostPage, writeTag } from "./host-page.ts";
import type { Visit } from "./visit.ts";

/** Starts, and holds what is drawn to its look: the page's styles must not have come in. */
async function look(visit: Visit): Promise<void> {
  await visit.start();
  const end = visit.tag.locator("[part~=end-button]").first();
  const shown = await end.evaluate((element) => {
    const { fontSize, display, fontStyle, textTransform } = getComputedStyle(element);
    return { fontSize, isShown: display !== "none", fontStyle, textTransform };
  });
  assert.deepEqual(
    { ...shown, fontSize: Number.parseFloat(shown.fontSize) >= 13 },
    { fontSize: true, isShown: true, fontStyle: "normal", textTransform: "none" },
  );
  const box = await end.boundingBox();
  assert.ok(box !== null && box.width >= 44 && box.height >= 44, "the end button is large enough");
  const wide = await visit.tag.evaluate((element) => {
    const card = element.shadowRoot?.querySelector(".card");
    return card ? card.scrollWidth - card.clientWidth : 0;
  });
  assert.ok(wide <= 1, `the card is ${wide} px too narrow for its content`);
}

/** Also opens the menu that lies over the controls: it must lie where its button is, in sight. */
async function openMenu(visit: Visit): Promise<void> {
  await look(visit);
  const button = visit.tag.locator("[part~=sound-button]").first();
  await button.click();
  const menu = visit.tag.locator("maka-sound .menu");
  const [at, box] = [await button.boundingBox(), await menu.boundingBox()];
  assert.ok(at !== null && box !== null, "the menu is drawn");
  const gap = at.y - (box.y + box.height);
  const shift = at.x - box.x;
  assert.ok(gap > -24 && gap < 24 && shift >= -1 && shift < 400, `${gap} px above, ${shift} aside`);
  const isOurs = await menu.evaluate((element) => {
    const { left, top, width } = element.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + 8)?.localName === "maka-voice-coach";
  });
  assert.ok(isOurs, "nothing hides the menu");
}

const style = (rules: string): string => `<style>${rules}</style>`;

/** Pages whose styles reach far. */
export const STYLE_PAGES: readonly HostPage[] = [
  {
    name: "reset of everything",
    journey: look,
    head: style(`*, *::before, *::after { margin: 0; padding: 0; border: 0; font: inherit; box-sizing: content-box; list-style: none; }
      button { all: unset } h2, p, ul { all: revert }`),
  },
  {
    name: "storm of unset !important",
    journey: look,
    head: style(
      "div, p, h1, ul, li, button, input, span, section, article { all: unset !important }",
    ),
  },
  {
    name: "storm of unset !important on our tag too",
    journey: look,
    head: style(
      "* { all: unset !important } head, style, script, title { display: none !important }",
    ),
  },
  {
    name: "every element styled !important, ours too",
    journey: look,
    head: style(
      "* { font-size: 9px !important; text-transform: uppercase !important; font-style: italic !important; letter-spacing: 3px !important; color: #fe0 !important; text-align: right !important; line-height: 3 !important; white-space: nowrap !important }",
    ),
  },
  {
    name: "inherited text styles, which the page keeps (VapiAI/client-sdk-react#6, VapiAI/client-sdk-react#24)",
    journey: look,
    head: style(
      "body { font: italic 700 30px/3 Papyrus, fantasy; text-transform: uppercase; letter-spacing: 8px; text-align: center; white-space: nowrap; word-break: break-all; cursor: wait; color: red; text-shadow: 2px 2px red; text-indent: 4em }",
    ),
  },
  { name: "root of 62.5 %", journey: look, head: style("html { font-size: 62.5% }") },
  { name: "zoom", journey: look, head: style("body { zoom: 1.25 }") },
  {
    name: "ancestors with container types (EL#937)",
    journey: openMenu,
    head: style(
      "#place { container-type: inline-size; container-name: page } body { contain: layout }",
    ),
  },
  {
    name: "transformed and filtered ancestors, launcher",
    journey: async (visit) => {
      await visit.tag.locator("[part~=launcher]").click();
      await visit.start();
    },
    tag: writeTag('variant="launcher" input="text"'),
    head: style("#place { transform: translateX(4px); filter: contrast(1) }"),
  },
  {
    name: "narrow column, hidden overflow",
    journey: look,
    head: style("#place { width: 288px; overflow: hidden; float: left }"),
  },
  {
    name: "flex and grid ancestors",
    journey: look,
    head: style(
      "body { display: grid; grid-template-columns: 1fr 2fr } #place { display: flex; flex-direction: column; align-items: flex-end }",
    ),
  },
  { name: "right to left", journey: look, root: 'lang="ar" dir="rtl"' },
  {
    name: "forced colours by the page, dark",
    journey: look,
    head: '<meta name="color-scheme" content="dark" />',
  },
  {
    name: "undefined elements hidden",
    journey: look,
    head: style(":not(:defined) { display: none }"),
  },
];
