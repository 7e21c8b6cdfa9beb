import type { LtiWorld } from "../lti-world.ts";

/** Shorter than the day for which a new key is published before it is used. */
const CACHING = { "cache-control": "public, max-age=3600" };

/** `GET /lti/jwks`: the public keys of this tool, the next one and the one before included. */
export function createGetJwks({ store }: LtiWorld) {
  return async (): Promise<Response> => {
    const { keys } = await store.listLtiKeys();
    return Response.json({ keys: keys.map(({ publicJwk }) => publicJwk) }, { headers: CACHING });
  };
}
