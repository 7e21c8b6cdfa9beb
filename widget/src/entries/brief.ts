import { MakaBrief } from "../elements/before-call/maka-brief.ts";
import { defineOnce } from "../elements/kit/define-once.ts";

defineOnce("maka-brief", MakaBrief);
