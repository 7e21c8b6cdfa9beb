import { createServe } from "../_shared/http/serve.ts";
import { createLog } from "../_shared/telemetry/log.ts";
import { createHealthApp } from "./app.ts";
import { createChecks } from "./checks.ts";

const log = createLog("health");

export default { fetch: createServe(() => createHealthApp(createChecks()), log) };
