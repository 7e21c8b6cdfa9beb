import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { ConsoleWorld } from "./console-world.ts";
import { createDeleteSession } from "./routes/delete-session.ts";
import { createGetList } from "./routes/get-list.ts";
import { createGetOne } from "./routes/get-one.ts";
import { createPostSessions } from "./routes/post-sessions.ts";

/** The routes of `console`: what coaches see of official attempts. */
export function createConsoleApp(world: ConsoleWorld): Handle {
  const routes = createRoutes("console");
  const postSessions = createPostSessions(world);
  const deleteSession = createDeleteSession(world);
  const getList = createGetList(world);
  const getOne = createGetOne(world);
  routes.post("/sessions", ({ req }) => postSessions(req.raw));
  routes.delete("/sessions/current", ({ req }) => deleteSession(req.raw));
  routes.get("/overview", ({ req }) => getList(req.raw, "overview"));
  routes.get("/attempts", ({ req }) => getList(req.raw, "attempts"));
  routes.get("/attempts/:id", ({ req }) => getOne(req.raw, "attempt", req.param("id")));
  routes.get("/learners", ({ req }) => getList(req.raw, "learners"));
  routes.get("/learners/:id", ({ req }) => getOne(req.raw, "learner", req.param("id")));
  routes.get("/scenarios", ({ req }) => getList(req.raw, "scenarios"));
  routes.get("/audit", ({ req }) => getList(req.raw, "audit"));
  return toHandle(routes);
}
