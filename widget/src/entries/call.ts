import { createPractice } from "./compose.ts";
import { TagFocusController } from "./controllers/tag-focus-controller.ts";
import type { PracticeSetup } from "./elements/call-download.ts";
import "./elements/define-call.ts";
import type { MakaVoiceCoach } from "./elements/maka-voice-coach.ts";
import type { MakaPractice } from "./elements/maka-practice.ts";
import { openPractice as openWith } from "./elements/open-practice.ts";

/** The entry of the call download: a practice on the browser's own microphone and network. */
export function openPractice(setup: PracticeSetup): MakaPractice {
  return openWith(setup, createPractice);
}

/** Keeps the keyboard in a tag, and tells the integrator of attributes that nobody knows: a failed download says nothing. */
export function prepareTag(host: MakaVoiceCoach): void {
  new TagFocusController(host);
  import("./elements/check-attributes.ts").then(
    ({ checkAttributes }) => {
      checkAttributes(host);
    },
    () => undefined,
  );
}
