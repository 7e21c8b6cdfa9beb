import type { PracticeResult } from "../../domain/state/practice-result.ts";
import type { PracticeQuery } from "../../ports/lms-page.ts";
import { readResult } from "./fetch-result.ts";

/** Who hears of the practices of a page. */
export interface TagListener {
  ready(query: PracticeQuery): unknown;
  started(sessionId: string): unknown;
  completed(result: PracticeResult): unknown;
  retry(): unknown;
  end(): void;
}

const TAG = "MAKA-VOICE-COACH";

/** Hears what the page's tags tell, also of those that come later, and what becomes of the page. */
export function listenToTags(listener: TagListener, follow: (tag: Element) => void): void {
  const hear = (type: string, then: (detail: object, tag: Element) => void): void => {
    document.addEventListener(`maka-${type}`, (event) => {
      const [tag] = event.composedPath();
      const detail: unknown = event instanceof CustomEvent ? event.detail : null;
      if (!(tag instanceof Element) || tag.tagName !== TAG) return;
      if (typeof detail !== "object" || detail === null) return;
      follow(tag);
      then(detail, tag);
    });
  };
  hear("ready", (_, tag) => listener.ready(readPractice(tag)));
  // A brief may have been there before us.
  for (const tag of document.querySelectorAll(TAG))
    void customElements.whenDefined(tag.localName).then(() => {
      follow(tag);
      listener.ready(readPractice(tag));
    });
  hear("session-started", (detail) => listener.started(readId(detail)));
  hear("report-ready", (detail) => {
    const result = readResult(detail, readId(detail));
    if (result) listener.completed(result);
  });
  addEventListener("online", () => listener.retry());
  document.addEventListener("visibilitychange", () => listener.retry());
  // `unload` is not let through everywhere.
  addEventListener("pagehide", () => {
    listener.end();
  });
}

function readPractice(tag: Element): PracticeQuery {
  const read = (name: string): string => String(Reflect.get(tag, name) ?? "");
  return {
    api: read("api"),
    embedKey: read("embedKey"),
    scenario: read("scenario"),
    readToken: async () => {
      const ask: unknown = Reflect.get(tag, "getLearnerToken");
      const given: unknown = typeof ask === "function" ? await Reflect.apply(ask, tag, []) : null;
      return typeof given === "string" ? given : read("learnerToken");
    },
  };
}

function readId(detail: object): string {
  return String(Reflect.get(detail, "sessionId"));
}
