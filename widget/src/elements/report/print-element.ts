/** How long a print dialog may take before what it shows is removed, where nothing tells that it was closed. */
const KEPT_MS = 120_000;
/** What an element takes from the tag around it (`tokens.ts`). */
const TOKENS = [
  "surface",
  "raised",
  "ink",
  "muted",
  "line",
  "hairline",
  "source",
  "accent",
  "on-accent",
];

/**
 * Prints one element and nothing of the page around it: `print()` of the page would print the page, and none of
 * our styles may hide what is not ours. A copy goes into a frame without an address, which no directive of a
 * Content-Security-Policy governs, as none governs constructed style sheets.
 */
export function printElement(element: HTMLElement, title: string): void {
  const frame = element.ownerDocument.createElement("iframe");
  frame.style.cssText = "position:absolute;inline-size:0;block-size:0;border:0;opacity:0";
  frame.tabIndex = -1;
  frame.ariaHidden = "true";
  frame.title = title;
  element.shadowRoot?.append(frame);
  const paper = frame.contentDocument?.defaultView;
  if (!paper) {
    frame.remove();
    return;
  }
  fillPaper(paper, element, title);
  const timer = setTimeout(() => {
    frame.remove();
  }, KEPT_MS);
  paper.addEventListener("afterprint", () => {
    clearTimeout(timer);
    frame.remove();
  });
  paper.print();
}

function fillPaper(paper: Window & typeof globalThis, element: HTMLElement, title: string): void {
  const { document: page } = paper;
  const style = element.ownerDocument.defaultView?.getComputedStyle(element);
  page.title = title;
  page.body.dir = style?.direction ?? "";
  page.documentElement.lang = element.closest<HTMLElement>("[lang]")?.lang ?? "";
  for (const name of TOKENS) {
    const token = `--_${name}`;
    page.body.style.setProperty(token, style?.getPropertyValue(token) ?? null);
  }
  page.body.style.setProperty("font", `16px/1.5 ${style?.fontFamily ?? "sans-serif"}`);
  page.body.append(copyElement(element, paper));
}

/** Copies an element with everything in it, shadow roots and their styles included, and opens what is folded. */
function copyElement(source: Element, paper: Window & typeof globalThis): Element {
  const copy = paper.document.importNode(source, false);
  if (copy.localName === "details") copy.setAttribute("open", "");
  const { shadowRoot } = source;
  if (shadowRoot) {
    const root = copy.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = shadowRoot.adoptedStyleSheets.map((sheet) => copySheet(sheet, paper));
    copyChildren(shadowRoot, root, paper);
  }
  copyChildren(source, copy, paper);
  return copy;
}

function copyChildren(
  from: ParentNode & Node,
  to: ParentNode,
  paper: Window & typeof globalThis,
): void {
  for (const node of from.childNodes) {
    if (node instanceof HTMLIFrameElement || node instanceof Comment) continue;
    to.append(node instanceof Element ? copyElement(node, paper) : paper.document.importNode(node));
  }
}

/** A sheet belongs to the document that made it. */
function copySheet(sheet: CSSStyleSheet, paper: typeof globalThis): CSSStyleSheet {
  const copy = new paper.CSSStyleSheet();
  copy.replaceSync([...sheet.cssRules].map(({ cssText }) => cssText).join("\n"));
  return copy;
}
