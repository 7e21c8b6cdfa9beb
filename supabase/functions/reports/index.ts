import { databaseKey, readEnvironment } from "../_shared/runtime/environment.ts";
import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createFunctionRecorder } from "../_shared/runtime/telemetry/create-function-recorder.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createReportsApp } from "./app.ts";

const log = createFunctionLog("reports");

function compose() {
  const environment = readEnvironment();
  const address = { url: environment.supabaseUrl, secretKey: databaseKey(environment) };
  return createReportsApp(createStore(address));
}

export default {
  fetch: createServe(compose, log, createFunctionRecorder(log, createStore), {
    readBy: "servers",
  }),
};
