import { defineOnce } from "./define-once.ts";
import { MakaCall } from "./maka-call.ts";
import { MakaCaptions } from "./maka-captions.ts";
import { MakaConsent } from "./maka-consent.ts";
import { MakaFailure } from "./maka-failure.ts";
import { MakaPractice } from "./maka-practice.ts";

defineOnce("maka-captions", MakaCaptions);
defineOnce("maka-call", MakaCall);
defineOnce("maka-consent", MakaConsent);
defineOnce("maka-failure", MakaFailure);
defineOnce("maka-practice", MakaPractice);
