import { readEnvironment } from "../_shared/runtime/environment.ts";
import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/runtime/telemetry/create-function-recorder.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createConsoleApp } from "./app.ts";
import { createConsoleWorld } from "./console-world.ts";

const log = createFunctionLog("console");

export default {
  fetch: createServe(
    () => createConsoleApp(createConsoleWorld(readEnvironment())),
    log,
    createFunctionRecorder(log, createStore),
  ),
};
