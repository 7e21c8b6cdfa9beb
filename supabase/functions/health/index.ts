import { createServe } from "../_shared/runtime/http/serve.ts";
import { createFunctionLog } from "../_shared/runtime/telemetry/create-function-log.ts";
import { createHealthApp } from "./app.ts";
import { createChecks } from "./checks.ts";
import { createMetricsSource } from "./metrics-source.ts";

const log = createFunctionLog("health");

export default {
  fetch: createServe(() => createHealthApp(createChecks(), createMetricsSource()), log),
};
