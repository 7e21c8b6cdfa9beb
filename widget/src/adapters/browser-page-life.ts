import type { PageLife } from "../ports/page-life.ts";
import { keepAwake } from "./keep-awake.ts";

/** The life of the document that this runs in. */
export const browserPageLife: PageLife = {
  keepAwake,
  watch(signal, listener) {
    document.addEventListener(
      "visibilitychange",
      () => {
        listener(document.visibilityState === "hidden" ? "hidden" : "shown");
      },
      { signal },
    );
    window.addEventListener(
      "pagehide",
      () => {
        listener("left");
      },
      { signal },
    );
  },
};
