import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaConsent } from "../elements/before-call/maka-consent.ts";
import { MakaFailure } from "../elements/before-call/maka-failure.ts";
import { MakaMicrophoneCheck } from "../elements/before-call/maka-microphone-check.ts";
import { MakaPromptHelp } from "../elements/before-call/maka-prompt-help.ts";
import { MakaCaptions } from "../elements/call/maka-captions.ts";
import { MakaTypeBox } from "../elements/call/maka-type-box.ts";

defineOnce("maka-captions", MakaCaptions);
defineOnce("maka-consent", MakaConsent);
defineOnce("maka-failure", MakaFailure);
defineOnce("maka-microphone-check", MakaMicrophoneCheck);
defineOnce("maka-prompt-help", MakaPromptHelp);
defineOnce("maka-type-box", MakaTypeBox);
