import { readEnvironment } from "../_shared/environment.ts";
import { createServe } from "../_shared/http/serve.ts";
import { createLog } from "../_shared/telemetry/log.ts";
import { createObserverApp } from "./app.ts";
import { createObserverWorld } from "./observer-world.ts";

const log = createLog("observer");

export default {
  fetch: createServe(() => createObserverApp(createObserverWorld(readEnvironment(), log)), log),
};
