import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { ResultFunctions } from "../_shared/store/results.ts";
import { createGetSession } from "./routes/get-session.ts";
import { createGetSessions } from "./routes/get-sessions.ts";

/** The routes of `reports`: what a site's own systems read of its practices. */
export function createReportsApp(store: ResultFunctions): Handle {
  const routes = createRoutes("reports");
  const getSessions = createGetSessions(store);
  const getSession = createGetSession(store);
  routes.get("/sessions", ({ req }) => getSessions(req.raw));
  routes.get("/sessions/:id", ({ req }) => getSession(req.raw, req.param("id")));
  return toHandle(routes);
}
