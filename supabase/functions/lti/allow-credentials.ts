import type { Serve } from "../_shared/runtime/http/serve.ts";

/**
 * Lets a page read what it asked for with its cookie. The cookie opens nothing by itself: it only says that a launch
 * comes back to the browser that began it, whose page alone knows the launch's id and code.
 */
export function allowCredentials(serve: Serve): Serve {
  return async (request) => {
    const response = await serve(request);
    if (response.headers.has("access-control-allow-origin")) {
      response.headers.set("access-control-allow-credentials", "true");
    }
    return response;
  };
}
