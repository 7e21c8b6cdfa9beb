import { defineOnce } from "./elements/define-once.ts";
import { MakaConsent } from "./elements/maka-consent.ts";
import { MakaFailure } from "./elements/maka-failure.ts";

defineOnce("maka-consent", MakaConsent);
defineOnce("maka-failure", MakaFailure);
