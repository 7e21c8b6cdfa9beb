import { TagFocusController } from "../controllers/tag-focus-controller.ts";
import { MakaCall } from "../elements/call/maka-call.ts";
import { defineOnce } from "../elements/kit/define-once.ts";
import type { PracticeHost, PracticeSetup } from "../elements/kit/practice-setup.ts";
import { MakaPractice } from "../elements/tag/maka-practice.ts";
import { openPractice as openWith, renewToken } from "../elements/tag/open-practice.ts";
import { createPractice } from "./create-practice.ts";
// The brief stands before every call: what both need is in its file, and not in one more.
import "./brief.ts";

MakaPractice.loaders = {
  beforeCall: () => import("./before-call.ts"),
  pushToTalk: () => import("./push-to-talk.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
  popOut: () => import("./pop-out.ts"),
};
defineOnce("maka-call", MakaCall);
defineOnce("maka-practice", MakaPractice);

export { renewToken };

/** The entry of the call download: a practice on the browser's own microphone and network. */
export function openPractice(setup: PracticeSetup): MakaPractice {
  return openWith(setup, createPractice);
}

/** Keeps the keyboard in a tag, and tells the integrator of attributes that nobody knows: a failed download says nothing. */
export function prepareTag(host: PracticeHost): void {
  new TagFocusController(host);
  import("../elements/tag/check-attributes.ts").then(
    ({ checkAttributes }) => {
      checkAttributes(host);
    },
    () => undefined,
  );
}
