import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import { VERSION } from "../_shared/runtime/version.ts";
import type { Check } from "./checks.ts";
import type { MetricsSource } from "./metrics-source.ts";
import { createGetMetrics } from "./routes/get-metrics.ts";
import { createGetReady } from "./routes/get-ready.ts";

/**
 * The routes of `health`: is the process there, and can it do its work, for anybody; figures for a holder of
 * a secret key.
 */
export function createHealthApp(checks: readonly Check[], metrics: MetricsSource | null): Handle {
  const routes = createRoutes("health");
  const getReady = createGetReady(checks);
  const getMetrics = createGetMetrics(metrics);
  routes.get("/live", () => Response.json({ status: "live", version: VERSION }));
  routes.get("/ready", ({ env }) => getReady(env));
  routes.get("/metrics", ({ req }) => getMetrics(req.raw));
  return toHandle(routes);
}
