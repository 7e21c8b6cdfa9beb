import { toJson } from "../../domain/to-json.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { ConsolePage } from "../../ports/console-page.ts";

const STORAGE_KEY = "maka-coach-console";
/** What our places stand behind in the address of the page, whose own anchors are left alone. */
const PREFIX = "#maka-coach=";

/** The page around a console. */
export const browserConsolePage: ConsolePage = {
  readAddress: () => (location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : ""),
  writeAddress(place, isStep) {
    const url = PREFIX + place;
    if (url === location.hash) return;
    // The page's own state goes on, as it would for an anchor.
    if (isStep) history.pushState(history.state, "", url);
    else history.replaceState(history.state, "", url);
  },
  watchAddress(hear, signal) {
    for (const type of ["hashchange", "popstate"])
      addEventListener(type, hear, withoutPrototype({ signal }));
  },
  copyAddress: (place) =>
    navigator.clipboard.writeText(location.href.replace(/#.*|$/, PREFIX + place)),
  saveFile(name, content) {
    // Its content travels in the address, so nothing is left to release.
    const link = document.createElement("a");
    link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(content)}`;
    link.download = name;
    link.click();
  },
  readKept(name) {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(`${STORAGE_KEY}:${name}`) ?? "null");
      return kept;
    } catch {
      // Storage is forbidden, or holds what is not ours.
      return null;
    }
  },
  writeKept(name, value) {
    try {
      localStorage.setItem(`${STORAGE_KEY}:${name}`, toJson(value));
    } catch {
      // It then lasts as long as the page.
    }
  },
};
