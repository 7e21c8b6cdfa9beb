import { Hono } from "hono";
import { matchedRoutes } from "hono/route";
import { ProblemError } from "./problem-error.ts";
import type { Handle, RequestContext } from "./serve.ts";

/** A router whose handlers find the request id in `context.env`. */
export type Routes = Hono<{ Bindings: RequestContext }>;

/** Creates the router of the function `name`, whose paths all begin with `/<name>`. */
export function createRoutes(name: string): Routes {
  const routes = new Hono<{ Bindings: RequestContext }>().basePath(`/${name}`);
  // Notes which pattern matched. A path itself must not become a figure's label: callers choose it.
  routes.use(async (context, next) => {
    const matched = matchedRoutes(context).at(-1);
    if (matched !== undefined && matched.method !== "ALL") {
      context.env.route = `${matched.method} ${matched.path}`;
    }
    await next();
  });
  routes.notFound((context) => {
    const where = `${context.req.method} ${context.req.path.slice(0, 120)}`;
    throw new ProblemError("not_found", `There is no route ${where}.`);
  });
  // Thrown on, so that the one catch of `createServe` answers and logs.
  routes.onError((error) => {
    throw error;
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Hono makes it in basePath()
  return routes;
}

/** Hands a request and its id to the router. */
export function toHandle(routes: Routes): Handle {
  return (request, context) => routes.fetch(request, context);
}
