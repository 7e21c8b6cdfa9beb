import { defineOnce } from "./elements/define-once.ts";
import { MakaConsent } from "./elements/maka-consent.ts";
import { MakaFailure } from "./elements/maka-failure.ts";
import { MakaTypeBox } from "./elements/maka-type-box.ts";

defineOnce("maka-consent", MakaConsent);
defineOnce("maka-failure", MakaFailure);
defineOnce("maka-type-box", MakaTypeBox);
