import type { Page } from "playwright-core";

/** Lets letters, words and lines of a page and of every shadow root in it take the room that a reader may want (WCAG 1.4.12). */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const spread = (root: Document | ShadowRoot): void => {
      if (root instanceof ShadowRoot) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
            "p { margin-block-end: 2em !important }",
        );
        root.adoptedStyleSheets.push(sheet);
      }
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) spread(shadowRoot);
    };
    spread(document);
  });
}
