import { databaseKey, readEnvironment } from "../environment.ts";
import { createBackground } from "../http/background.ts";
import type { Log } from "./log.ts";
import { createStore } from "../../store/create-store.ts";
import { createRequestRecorder, type RecordRequest } from "./request-recorder.ts";

/** Creates a function's recorder over the real database. */
export function createFunctionRecorder(log: Log): RecordRequest {
  return createRequestRecorder({
    openStore: () => {
      const environment = readEnvironment();
      return createStore({
        url: environment.supabaseUrl,
        secretKey: databaseKey(environment),
      });
    },
    background: createBackground(log),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    log,
  });
}
