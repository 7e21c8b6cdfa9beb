import { readEnvironment } from "../_shared/runtime/environment.ts";
import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/runtime/telemetry/create-function-recorder.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createObserverApp } from "./app.ts";
import { createObserverWorld } from "./observer-world.ts";

const log = createFunctionLog("observer");

export default {
  fetch: createServe(
    () => createObserverApp(createObserverWorld(readEnvironment(), log)),
    log,
    createFunctionRecorder(log, createStore),
  ),
};
