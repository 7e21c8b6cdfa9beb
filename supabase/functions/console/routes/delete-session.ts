import type { ConsoleWorld } from "../console-world.ts";
import { readSessionHash } from "../read-session.ts";

/** `DELETE /console/sessions/current`: signs a member out, also one who is signed out already. */
export function createDeleteSession({ store }: ConsoleWorld) {
  return async (request: Request): Promise<Response> => {
    await store.closeConsoleSession(readSessionHash(request));
    return Response.json({ signedOut: true });
  };
}
