import { createRoutes, type Routes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { ConsoleWorld } from "./console-world.ts";
import { type ChangeName, createChangeRecords } from "./routes/change-records.ts";
import { createDeleteSession } from "./routes/delete-session.ts";
import { createGetAgreement } from "./routes/get-agreement.ts";
import { createGetList } from "./routes/get-list.ts";
import { createGetOne } from "./routes/get-one.ts";
import { createGetRecords } from "./routes/get-records.ts";
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
  addRecords(routes, world);
  return toHandle(routes);
}

/** The routes of what people say of attempts: reviews, assignments, passes, disputes, agreement. */
function addRecords(routes: Routes, world: ConsoleWorld): void {
  const getRecords = createGetRecords(world);
  const changeRecords = createChangeRecords(world);
  const getAgreement = createGetAgreement(world);
  routes.get("/agreement", ({ req }) => getAgreement(req.raw));
  routes.get("/heat-map", ({ req }) => getRecords(req.raw, "heat_map"));
  routes.get("/cohorts", ({ req }) => getRecords(req.raw, "cohorts"));
  routes.get("/assignments", ({ req }) => getRecords(req.raw, "assignments"));
  routes.get("/assignments/:id/learners", ({ req }) =>
    getRecords(req.raw, "assignment_learners", req.param("id")),
  );
  routes.get("/passes", ({ req }) => getRecords(req.raw, "passes"));
  routes.get("/disputes", ({ req }) => getRecords(req.raw, "disputes"));
  routes.post("/assignments", ({ req }) => changeRecords(req.raw, "assign"));
  routes.post("/passes", ({ req }) => changeRecords(req.raw, "pass"));
  const changes: readonly (readonly ["post" | "patch" | "delete", string, ChangeName])[] = [
    ["post", "/attempts/:id/reviews", "review"],
    ["post", "/attempts/:id/comments", "comment"],
    ["delete", "/comments/:id", "uncomment"],
    ["post", "/disputes/:id/answer", "answerDispute"],
    ["patch", "/assignments/:id", "reassign"],
    ["delete", "/assignments/:id", "unassign"],
    ["delete", "/passes/:id", "revokePass"],
  ];
  for (const [method, path, name] of changes) {
    routes[method](path, ({ req }) => changeRecords(req.raw, name, req.param("id") ?? ""));
  }
}
