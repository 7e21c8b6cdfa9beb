import { readEnvironment } from "../_shared/runtime/environment.ts";
import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/runtime/telemetry/create-function-recorder.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createCoachApp } from "./app.ts";
import { createCoachWorld } from "./coach-world.ts";

const log = createFunctionLog("coach");

export default {
  fetch: createServe(
    () => createCoachApp(createCoachWorld(readEnvironment(), log)),
    log,
    createFunctionRecorder(log, createStore),
  ),
};
