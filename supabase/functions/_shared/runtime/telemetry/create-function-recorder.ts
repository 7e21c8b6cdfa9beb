import { databaseKey, readEnvironment } from "../environment.ts";
import { createBackground } from "../http/background.ts";
import type { Log } from "./log.ts";
import { createRequestRecorder, type MetricsSink, type RecordRequest } from "./request-recorder.ts";

/** Opens the place in a database where samples are kept. */
type OpenSink = (database: { readonly url: string; readonly secretKey: string }) => MetricsSink;

/** Creates a function's recorder over the real database, which `openSink` opens at the first sample. */
export function createFunctionRecorder(log: Log, openSink: OpenSink): RecordRequest {
  return createRequestRecorder({
    openSink: () => {
      const environment = readEnvironment();
      return openSink({ url: environment.supabaseUrl, secretKey: databaseKey(environment) });
    },
    background: createBackground(log),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    log,
  });
}
