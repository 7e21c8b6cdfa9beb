import { databaseKey, readEnvironment } from "../environment.ts";
import { createBackground } from "../http/background.ts";
import type { Log } from "./log.ts";
import { createMetricsDoors } from "../../store/metrics.ts";
import { createRequestRecorder, type RecordRequest } from "./request-recorder.ts";

/** Creates a function's recorder over the real database. */
export function createFunctionRecorder(log: Log): RecordRequest {
  return createRequestRecorder({
    openDoors: () => {
      const environment = readEnvironment();
      return createMetricsDoors({
        url: environment.supabaseUrl,
        secretKey: databaseKey(environment),
      });
    },
    background: createBackground(log),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    log,
  });
}
