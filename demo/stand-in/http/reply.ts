import type { ServerResponse } from "node:http";
import { createErrorEnvelope, RequestError } from "../realtime/errors.ts";

/** A refusal with its HTTP status. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly details: { type?: string; code?: string | null; param?: string | null };

  constructor(status: number, message: string, details: HttpRefusal["details"] = {}) {
    super(message);
    this.name = "HttpRefusal";
    this.status = status;
    this.details = details;
  }
}

/** Answers with JSON. */
export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

/** Answers a refusal in OpenAI's error shape; an error that is none of ours becomes a plain 500. */
export function replyError(response: ServerResponse, error: unknown): void {
  if (error instanceof HttpRefusal) {
    replyJson(response, error.status, createErrorEnvelope(error.message, error.details));
    return;
  }
  if (error instanceof RequestError) {
    const { code, param, message } = error;
    replyJson(response, 400, createErrorEnvelope(message, { code, param }));
    return;
  }
  console.error(error);
  const message = "The server had an error while processing your request.";
  replyJson(response, 500, createErrorEnvelope(message, { type: "server_error" }));
}
