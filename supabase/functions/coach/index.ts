import { readEnvironment } from "../_shared/environment.ts";
import { createServe } from "../_shared/http/serve.ts";
import { createLog } from "../_shared/telemetry/log.ts";
import { createCoachApp } from "./app.ts";
import { createCoachWorld } from "./coach-world.ts";

const log = createLog("coach");

export default {
  fetch: createServe(() => createCoachApp(createCoachWorld(readEnvironment(), log)), log),
};
