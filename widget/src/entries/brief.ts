import { MakaBrief } from "../elements/before-call/maka-brief.ts";
import { defineOnce } from "../elements/kit/define-once.ts";

defineOnce("maka-brief", MakaBrief);

// Who is called has a figure; until it is there, and where it cannot be fetched, two letters do.
import("./figure.ts").catch(() => undefined);
