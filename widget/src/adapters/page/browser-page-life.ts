import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { PageLife } from "../../ports/page-life.ts";

/** The life of the document that this runs in. */
export const browserPageLife: PageLife = {
  watch(signal, listener) {
    document.addEventListener(
      "visibilitychange",
      () => {
        listener(document.visibilityState === "hidden" ? "hidden" : "shown");
      },
      withoutPrototype({ signal }),
    );
    window.addEventListener(
      "pagehide",
      () => {
        listener("left");
      },
      withoutPrototype({ signal }),
    );
  },
};
