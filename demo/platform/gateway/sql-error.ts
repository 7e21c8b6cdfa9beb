import postgres from "postgres";
import { RestError } from "./rest-error.ts";

/** PostgREST's statuses of single SQLSTATEs; they go before those of their class. */
const STATUS_OF_STATE: Readonly<Record<string, number>> = {
  "21000": 400,
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
  P0001: 400,
};

const STATUS_OF_CLASS: Readonly<Record<string, number>> = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53": 503,
  "54": 500,
  "55": 500,
  "57": 500,
  "58": 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};

/** The server is shutting down, crashed or starting; none of them a fault of the request. */
const SERVER_AWAY = new Set(["57P01", "57P02", "57P03"]);

/** What the driver calls a connection that could not be made or broke. */
const CONNECTION_LOST = /^(?:CONNECT|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/;

/** Whether the error says that the connection is gone, or will be in a moment. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  return CONNECTION_LOST.test(code) || SERVER_AWAY.has(code);
}

/** Puts what the database or its driver threw into the words of PostgREST. */
export function toRestError(error: unknown, isAnonymous: boolean): RestError {
  if (error instanceof RestError) return error;
  if (isConnectionLost(error)) {
    return new RestError(503, "PGRST001", {
      message: "Database connection error. Retrying the connection.",
    });
  }
  if (error instanceof postgres.PostgresError) {
    const code = error.code;
    return new RestError(statusOf(code, isAnonymous), code, {
      message: error.message,
      details: error.detail,
      hint: error.hint,
    });
  }
  throw error;
}

function statusOf(state: string, isAnonymous: boolean): number {
  const own = /^PT([1-5]\d\d)$/.exec(state)?.[1];
  if (own !== undefined) return Number(own);
  if (state === "42501") return isAnonymous ? 401 : 403;
  return STATUS_OF_STATE[state] ?? STATUS_OF_CLASS[state.slice(0, 2)] ?? 400;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}
