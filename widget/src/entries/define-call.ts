import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaCall } from "../elements/call/maka-call.ts";
import { MakaCaptions } from "../elements/call/maka-captions.ts";
import { MakaPractice } from "../elements/tag/maka-practice.ts";

defineOnce("maka-captions", MakaCaptions);
defineOnce("maka-call", MakaCall);
defineOnce("maka-practice", MakaPractice);
