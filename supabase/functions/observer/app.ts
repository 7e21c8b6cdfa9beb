import { createRoutes, toHandle } from "../_shared/runtime/http/create-routes.ts";
import type { Handle } from "../_shared/runtime/http/serve.ts";
import type { ObserverWorld } from "./observer-world.ts";
import { createPostReap } from "./routes/post-reap.ts";
import { createPostSegments } from "./routes/post-segments.ts";

/** The routes of `observer`, which only the platform itself may call. */
export function createObserverApp(world: ObserverWorld): Handle {
  const routes = createRoutes("observer");
  const postReap = createPostReap(world);
  const postSegments = createPostSegments(world);
  routes.post("/reap", ({ req, env }) => postReap(req.raw, env));
  routes.post("/segments", ({ req, env }) => postSegments(req.raw, env));
  return toHandle(routes);
}
