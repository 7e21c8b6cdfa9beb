import { defineOnce } from "./elements/define-once.ts";
import { MakaReport } from "./elements/maka-report.ts";

defineOnce("maka-report", MakaReport);
