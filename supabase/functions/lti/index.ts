import { readEnvironment } from "../_shared/runtime/environment.ts";
import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/runtime/telemetry/create-function-recorder.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createLtiApp } from "./app.ts";
import { createLtiWorld } from "./lti-world.ts";

const log = createFunctionLog("lti");

export default {
  fetch: createServe(
    () => createLtiApp(createLtiWorld(readEnvironment(), log)),
    log,
    createFunctionRecorder(log, createStore),
    { readBy: "pages with cookies" },
  ),
};
