import { assertBearer } from "../../_shared/runtime/http/assert-bearer.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import type { MetricsSource } from "../metrics-source.ts";
import { renderMetrics } from "../render-metrics.ts";

const RETRY_SECONDS = 5;

/** `GET /health/metrics`: all figures in Prometheus' text format. Needs METRICS_KEY as bearer token. */
export function createGetMetrics(source: MetricsSource | null) {
  return async (request: Request): Promise<Response> => {
    await assertBearer(request, "METRICS_KEY", [source?.metricsKey ?? ""]);
    if (source === null) {
      const message = "The environment is not complete; /health/ready says what is missing.";
      throw new ProblemError("upstream_unavailable", message, {
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
    return new Response(renderMetrics(await source.store.readMetrics()), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  };
}
