import { readEnvironment } from "../_shared/environment.ts";
import { createServe } from "../_shared/http/serve.ts";
import { createFunctionLog } from "../_shared/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/telemetry/create-function-recorder.ts";
import { createObserverApp } from "./app.ts";
import { createObserverWorld } from "./observer-world.ts";

const log = createFunctionLog("observer");

export default {
  fetch: createServe(
    () => createObserverApp(createObserverWorld(readEnvironment(), log)),
    log,
    createFunctionRecorder(log),
  ),
};
