import { defineOnce } from "./define-once.ts";
import { MakaCall } from "./maka-call.ts";
import { MakaCaptions } from "./maka-captions.ts";
import { MakaPractice } from "./maka-practice.ts";

defineOnce("maka-captions", MakaCaptions);
defineOnce("maka-call", MakaCall);
defineOnce("maka-practice", MakaPractice);
