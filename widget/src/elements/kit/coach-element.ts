import { LitElement } from "lit";

/**
 * What all our elements are. A page may move one into another document, a frame's for instance: sheets stay behind,
 * since they belong to the document that made them, and are made again.
 */
export class CoachElement extends LitElement {
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    try {
      return super.createRenderRoot();
    } catch (thrown) {
      // Drawn for the first time in another document, which refuses sheets of this one.
      this.adoptedCallback();
      if (this.shadowRoot) return this.shadowRoot;
      throw thrown;
    }
  }

  /** Called by the platform for the element and for everything inside it. */
  adoptedCallback(): void {
    const { shadowRoot, ownerDocument, constructor } = this;
    const view = ownerDocument.defaultView;
    if (!shadowRoot || !view) return;
    shadowRoot.adoptedStyleSheets = (constructor as typeof LitElement).elementStyles.map(
      (style) => {
        const sheet = new view.CSSStyleSheet();
        // Ours are all written with `css`.
        if ("cssText" in style) sheet.replaceSync(style.cssText);
        return sheet;
      },
    );
  }
}
