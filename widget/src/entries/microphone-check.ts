import { defineOnce } from "./elements/define-once.ts";
import { MakaMicrophoneCheck } from "./elements/maka-microphone-check.ts";

defineOnce("maka-microphone-check", MakaMicrophoneCheck);
