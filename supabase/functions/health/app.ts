import { createRoutes, toHandle } from "../_shared/http/create-routes.ts";
import type { Handle } from "../_shared/http/serve.ts";
import { createGetReady } from "./routes/get-ready.ts";
import type { Check } from "./checks.ts";

/** The routes of `health`, open to anybody: is the process there, and can it do its work. */
export function createHealthApp(checks: readonly Check[]): Handle {
  const routes = createRoutes("health");
  const getReady = createGetReady(checks);
  routes.get("/live", () => Response.json({ status: "live" }));
  routes.get("/ready", ({ env }) => getReady(env));
  return toHandle(routes);
}
