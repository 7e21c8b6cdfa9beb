import { readEnvironment } from "../_shared/environment.ts";
import { createServe } from "../_shared/http/serve.ts";
import { createFunctionLog } from "../_shared/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/telemetry/create-function-recorder.ts";
import { createCoachApp } from "./app.ts";
import { createCoachWorld } from "./coach-world.ts";

const log = createFunctionLog("coach");

export default {
  fetch: createServe(
    () => createCoachApp(createCoachWorld(readEnvironment(), log)),
    log,
    createFunctionRecorder(log),
  ),
};
