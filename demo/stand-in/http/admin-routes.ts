import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { CallRecord } from "../ended-call.ts";
import { patchFaults } from "../faults/faults.ts";
import type { RouteContext } from "./context.ts";
import { parseJson, readBody } from "./read-body.ts";
import { HttpRefusal, replyJson } from "./reply.ts";

/**
 * The stand-in's own endpoints, outside OpenAI's namespace and without a key: tests and operators see the calls and
 * set the faults here.
 */
export async function serveAdmin(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: readonly string[],
): Promise<void> {
  const [subject, id, action] = path;
  const { method } = request;
  if (subject === "calls" && id === undefined && method === "GET")
    replyJson(response, 200, { calls: context.calls.list().map((call) => call.summarise()) });
  else if (subject === "calls" && id !== undefined)
    await serveCall(findCall(context, id), { request, response, action });
  else if (subject === "faults") await serveFaults(context, { request, response, id });
  else throw notFound();
}

async function serveCall(
  call: CallRecord,
  {
    request,
    response,
    action,
  }: { request: IncomingMessage; response: ServerResponse; action: string | undefined },
): Promise<void> {
  const route = `${request.method ?? ""} ${action ?? ""}`;
  switch (route) {
    case "GET ":
      replyJson(response, 200, call.summarise());
      return;
    case "GET events":
      replyJson(response, 200, { events: call.events });
      return;
    case "GET faults":
      replyJson(response, 200, call.faults);
      return;
    case "PATCH faults":
      call.faults = patchOrRefuse(await readPatch(request), (patch) =>
        patchFaults(call.faults, patch),
      );
      replyJson(response, 200, call.faults);
      return;
    case "POST drop":
      call.end();
      replyJson(response, 200, call.summarise());
      return;
    default:
      throw notFound();
  }
}

async function serveFaults(
  context: RouteContext,
  {
    request,
    response,
    id,
  }: { request: IncomingMessage; response: ServerResponse; id: string | undefined },
): Promise<void> {
  const route = `${request.method ?? ""} ${id ?? ""}`;
  const { faults } = context;
  switch (route) {
    case "GET ":
      replyJson(response, 200, faults.current);
      return;
    case "PATCH ":
      replyJson(
        response,
        200,
        patchOrRefuse(await readPatch(request), (patch) => faults.patch(patch)),
      );
      return;
    case "PATCH next-call":
      replyJson(
        response,
        200,
        patchOrRefuse(await readPatch(request), (patch) => faults.patchNextCall(patch)),
      );
      return;
    case "DELETE ":
      replyJson(response, 200, faults.reset());
      return;
    default:
      throw notFound();
  }
}

async function readPatch(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request));
}

function patchOrRefuse<Result>(patch: unknown, apply: (patch: unknown) => Result): Result {
  try {
    return apply(patch);
  } catch (error) {
    if (error instanceof z.ZodError) throw new HttpRefusal(400, z.prettifyError(error));
    throw error;
  }
}

function findCall(context: RouteContext, id: string): CallRecord {
  const call = context.calls.findAny(id);
  if (!call) throw notFound();
  return call;
}

function notFound(): HttpRefusal {
  return new HttpRefusal(404, "The stand-in has no such endpoint or call.");
}
