/** Puts every text that may be translated into an element of its own, as page translators do. */
export function translatePage(root: ParentNode, heedsWishes = true): void {
  for (const node of [...root.childNodes]) {
    if (node instanceof Text && node.data.trim() !== "") {
      const font = node.ownerDocument.createElement("x-font");
      font.textContent = node.data;
      node.replaceWith(font);
    } else if (node instanceof Element && !/^(x-font|style|script)$/i.test(node.localName)) {
      if (heedsWishes && node.getAttribute("translate") === "no") continue;
      translatePage(node, heedsWishes);
      if (node.shadowRoot) translatePage(node.shadowRoot, heedsWishes);
    }
  }
}
