import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { RestError } from "./rest-error.ts";

const API_ROLES = ["anon", "authenticated", "service_role"] as const;

/** A role that a caller may take; Postgres lets the gateway's login become no other. */
export type ApiRole = (typeof API_ROLES)[number];

/** Whom a request speaks for. */
export interface Caller {
  readonly role: ApiRole;
  readonly claims: JWTPayload;
}

/** The project's API keys, and the public keys of its user tokens. */
export interface ApiKeys {
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly jwks: JSONWebKeySet;
}

/**
 * Creates the check that stands before the data API: the `apikey` header must be one of the two
 * keys; a bearer token other than that must be a user token of ours.
 *
 * @returns a function that throws {@link RestError} 401 or 403 for anybody else.
 */
export function createCallerCheck(keys: ApiKeys): (headers: Headers) => Promise<Caller> {
  const jwks = createLocalJWKSet(keys.jwks);
  return async (headers) => {
    const apikey = headers.get("apikey") ?? "";
    if (apikey !== keys.publishableKey && apikey !== keys.secretKey) {
      throw new RestError(401, "401", {
        message: apikey === "" ? "No API key found in request" : "Invalid API key",
      });
    }
    const token = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (token === undefined || token === apikey) {
      const role = apikey === keys.secretKey ? "service_role" : "anon";
      return { role, claims: { role } };
    }
    const claims = await verify(token, jwks);
    return { role: toApiRole(claims["role"] ?? "anon"), claims };
  };
}

async function verify(
  token: string,
  jwks: ReturnType<typeof createLocalJWKSet>,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, jwks, { algorithms: ["ES256"] })).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new RestError(401, "PGRST303", { message: "JWT expired" });
    }
    throw new RestError(401, "PGRST301", { message: "JWT could not be verified" });
  }
}

function toApiRole(claimed: unknown): ApiRole {
  const role = API_ROLES.find((name) => name === claimed);
  if (role !== undefined) return role;
  throw new RestError(403, "42501", {
    message: `permission denied to set role "${String(claimed).slice(0, 64)}"`,
  });
}
