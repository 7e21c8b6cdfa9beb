import * as z from "zod";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { beginLogin } from "../begin-login.ts";
import { readBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { hashIfAny } from "../secrets.ts";
import { FRAME_NAME } from "../storage-target.ts";

const MAX_BYTES = 1_024;
const BeginRequest = z.object({
  login: z.uuid(),
  /** SHA-256 of what the page keeps, in hexadecimal; null where it can keep nothing. */
  secretHash: z.nullable(z.string().regex(/^[0-9a-f]{64}$/)),
  /** The frame that keeps it for the page, where the platform does. */
  target: z.optional(z.string().regex(FRAME_NAME)),
});

/** `POST /lti/begin`: the page says what it keeps, and is told where the platform identifies the learner. */
export function createPostBegin(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { login, secretHash, target } = await readJson(request, BeginRequest, MAX_BYTES);
    const cookieHash = hashIfAny(readBrowserCookie(request));
    const begun = await beginLogin(world, login, { secretHash, cookieHash, target });
    if (begun.outcome === "begun") return Response.json({ authUrl: begun.authUrl });
    if (begun.outcome === "window_needed") return Response.json({ windowNeeded: true });
    const message = "This launch is over or was begun before. Open the practice from its course.";
    throw new ProblemError("not_found", message, { field: "login" });
  };
}
