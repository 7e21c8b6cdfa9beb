import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { CoachWorld } from "./coach-world.ts";
import { createGetAttemptReport } from "./routes/get-attempt-report.ts";
import { createGetAttempts } from "./routes/get-attempts.ts";
import { createGetBrief } from "./routes/get-brief.ts";
import { createGetReport } from "./routes/get-report.ts";
import { createGetScenarios } from "./routes/get-scenarios.ts";
import { createPostCalls } from "./routes/post-calls.ts";
import { createPostEnd } from "./routes/post-end.ts";
import { createPostHeartbeat } from "./routes/post-heartbeat.ts";
import { createPostRating } from "./routes/post-rating.ts";
import { createPostSessions } from "./routes/post-sessions.ts";
import { createPostTools } from "./routes/post-tools.ts";
import { createPostTurns } from "./routes/post-turns.ts";

/** The routes of `coach`: what the widget asks for, from the brief to the report. */
export function createCoachApp(world: CoachWorld): Handle {
  const routes = createRoutes("coach");
  const getBrief = createGetBrief(world);
  const getAttempts = createGetAttempts(world);
  const getAttemptReport = createGetAttemptReport(world);
  const getScenarios = createGetScenarios(world);
  const postSessions = createPostSessions(world);
  const postTurns = createPostTurns(world);
  const postTools = createPostTools(world);
  const postHeartbeat = createPostHeartbeat(world);
  const postCalls = createPostCalls(world);
  const postEnd = createPostEnd(world);
  const getReport = createGetReport(world);
  const postRating = createPostRating(world);

  routes.get("/brief", ({ req }) => getBrief(req.raw));
  routes.get("/attempts", ({ req }) => getAttempts(req.raw));
  routes.get("/attempts/:id/report", ({ req }) => getAttemptReport(req.raw, req.param("id")));
  routes.get("/scenarios", ({ req }) => getScenarios(req.raw));
  routes.post("/sessions", ({ req, env }) => postSessions(req.raw, env));
  routes.post("/sessions/:id/turns", ({ req }) => postTurns(req.raw, req.param("id")));
  routes.post("/sessions/:id/tools", ({ req, env }) => postTools(req.raw, req.param("id"), env));
  routes.post("/sessions/:id/heartbeat", ({ req }) => postHeartbeat(req.raw, req.param("id")));
  routes.post("/sessions/:id/calls", ({ req, env }) => postCalls(req.raw, req.param("id"), env));
  routes.post("/sessions/:id/end", ({ req, env }) => postEnd(req.raw, req.param("id"), env));
  routes.get("/sessions/:id/report", ({ req }) => getReport(req.raw, req.param("id")));
  routes.post("/sessions/:id/rating", ({ req }) => postRating(req.raw, req.param("id")));
  return toHandle(routes);
}
