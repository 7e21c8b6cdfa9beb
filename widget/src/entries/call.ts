import { createPractice } from "./create-practice.ts";
import { TagFocusController } from "../controllers/tag-focus-controller.ts";
import type { PracticeSetup } from "../elements/kit/practice-setup.ts";
import "./define-call.ts";
import type { MakaVoiceCoach } from "../elements/tag/maka-voice-coach.ts";
import type { MakaPractice } from "../elements/tag/maka-practice.ts";
import { openPractice as openWith } from "../elements/tag/open-practice.ts";

/** The entry of the call download: a practice on the browser's own microphone and network. */
export function openPractice(setup: PracticeSetup): MakaPractice {
  return openWith(setup, createPractice);
}

/** Keeps the keyboard in a tag, and tells the integrator of attributes that nobody knows: a failed download says nothing. */
export function prepareTag(host: MakaVoiceCoach): void {
  new TagFocusController(host);
  import("../elements/tag/check-attributes.ts").then(
    ({ checkAttributes }) => {
      checkAttributes(host);
    },
    () => undefined,
  );
}
