import type { LmsMessage } from "../../ports/lms-page.ts";

type Words = Readonly<Record<LmsMessage | "back", string>>;

/** A line below the tag that tells of the course. */
export interface StatusLine {
  /** Stands below this tag from now on, and is empty where its message is of an earlier practice. */
  readonly follow: (tag: Element) => void;
  readonly say: (message: LmsMessage, returnUrl: string | null) => void;
}

/** Makes the line; it speaks as the tag does. `english` stands for words that are on their way or cannot be loaded. */
export function createStatusLine(
  english: Words,
  load: (asked: readonly string[]) => Promise<Words>,
): StatusLine {
  const line = document.createElement("p");
  line.role = "status";
  line.className = "maka-lms-status";
  line.dir = "auto";
  let words: Words | null = null;
  let shown: LmsMessage | null = null;
  let back: string | null = null;
  const draw = (): void => {
    const { [shown ?? "back"]: text, back: link } = words ?? english;
    line.textContent = shown && text;
    if (back === null || !isOver(shown)) return;
    const anchor = document.createElement("a");
    anchor.href = back;
    anchor.textContent = link;
    line.append(" ", anchor);
  };
  return {
    follow(tag) {
      if (tag.nextElementSibling !== line) tag.after(line);
      // What is needed where the network is gone is fetched before.
      if (!words)
        void load(listLanguages(tag))
          .then((loaded) => (words = loaded))
          .then(draw);
      if (isOver(shown)) shown = null;
      draw();
    },
    say(message, returnUrl) {
      if (message === shown) return;
      shown = message;
      back = returnUrl;
      draw();
    },
  };
}

/** A result has found its place, and the next one has not begun. */
function isOver(message: LmsMessage | null): boolean {
  return message === "recorded" || message === "kept";
}

/** The attribute, the language around the tag, the browser's. */
function listLanguages(tag: Element): string[] {
  const around = tag.closest("[lang]")?.getAttribute("lang");
  return [tag.getAttribute("locale") ?? "", around ?? "", ...navigator.languages];
}
