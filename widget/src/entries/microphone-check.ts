import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaMicrophoneCheck } from "../elements/before-call/maka-microphone-check.ts";

defineOnce("maka-microphone-check", MakaMicrophoneCheck);
