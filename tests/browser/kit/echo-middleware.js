import { PassThrough } from "node:stream";

/**
 * A server for tests that a page may ask across origins (`localhost` for a page on `127.0.0.1`). A test writes
 * answers with `PUT /echo-script/<name>`, the code under test asks `/echo/<name>/…` and gets them one by one
 * (a request without an answer waits for one), and `GET /echo-log/<name>` tells what was asked. The body of an answer
 * with `isOpen` ends at `PUT /echo-end/<name>`.
 */
export function createEchoMiddleware() {
  const channels = new Map();
  return async (context, next) => {
    const [, kind, name, ...rest] = context.path.split("/");
    if (!["echo", "echo-script", "echo-log", "echo-end"].includes(kind)) return next();
    const channel = channels.get(name) ?? { log: [], answers: [], waiting: [], open: [] };
    channels.set(name, channel);
    if (kind === "echo-log") {
      context.body = channel.log;
    } else if (kind === "echo-end") {
      for (const body of channel.open.splice(0)) body.end();
      context.body = "";
    } else if (kind === "echo-script") {
      const answer = JSON.parse(await readBody(context.req));
      const waiting = channel.waiting.shift();
      if (waiting === undefined) channel.answers.push(answer);
      else waiting(answer);
      context.body = "";
    } else {
      await answerRequest(context, channel, `/${rest.join("/")}`);
    }
    return undefined;
  };
}

async function answerRequest(context, channel, path) {
  context.set("access-control-allow-origin", "*");
  context.set("access-control-allow-headers", "authorization, content-type");
  const { method, headers } = context.request;
  channel.log.push({ method, path, headers, body: await readBody(context.req) });
  if (method === "OPTIONS") {
    context.status = 204;
    return;
  }
  const answer =
    channel.answers.shift() ?? (await new Promise((resolve) => channel.waiting.push(resolve)));
  context.status = answer.status;
  context.type = answer.type ?? "application/json";
  context.body = answer.isOpen ? openBody(channel, answer.body) : answer.body;
}

function openBody(channel, text) {
  const body = new PassThrough();
  body.write(text);
  channel.open.push(body);
  return body;
}

async function readBody(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
