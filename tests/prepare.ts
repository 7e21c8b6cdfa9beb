import { buildWidget } from "../demo/platform/widget-build.ts";
import { prepareData } from "./kit/database/prepared-data.ts";

// What test files that run side by side would all begin with: made once, before them.
await Promise.all([prepareData(), buildWidget()]);
