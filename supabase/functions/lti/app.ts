import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { LtiWorld } from "./lti-world.ts";
import { createGetJwks } from "./routes/get-jwks.ts";
import { createLogin } from "./routes/login.ts";
import { createPostBegin } from "./routes/post-begin.ts";
import { createPostDeepLink } from "./routes/post-deep-link.ts";
import { createPostLaunch } from "./routes/post-launch.ts";
import { createPostRegister } from "./routes/post-register.ts";
import { createPostResult } from "./routes/post-result.ts";
import { createPostSession } from "./routes/post-session.ts";
import { createPostToken } from "./routes/post-token.ts";

/** The routes of `lti`: what learning platforms call, and the page that learners land on. */
export function createLtiApp(world: LtiWorld): Handle {
  const routes = createRoutes("lti");
  const login = createLogin(world);
  const postBegin = createPostBegin(world);
  const postLaunch = createPostLaunch(world);
  const postSession = createPostSession(world);
  const postToken = createPostToken(world);
  const postResult = createPostResult(world);
  const postDeepLink = createPostDeepLink(world);
  const postRegister = createPostRegister(world);
  const getJwks = createGetJwks(world);

  routes.get("/login", ({ req, env }) => login(req.raw, env));
  routes.post("/login", ({ req, env }) => login(req.raw, env));
  routes.post("/begin", ({ req }) => postBegin(req.raw));
  routes.post("/launch", ({ req, env }) => postLaunch(req.raw, env));
  routes.post("/session", ({ req }) => postSession(req.raw));
  routes.post("/token", ({ req }) => postToken(req.raw));
  routes.post("/result", ({ req }) => postResult(req.raw));
  routes.post("/deep-link", ({ req }) => postDeepLink(req.raw));
  routes.post("/register", ({ req }) => postRegister(req.raw));
  routes.get("/jwks", () => getJwks());
  return toHandle(routes);
}
