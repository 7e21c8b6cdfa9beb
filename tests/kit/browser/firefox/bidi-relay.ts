// Stands between playwright-core and Firefox, which says where it listens on its standard error:
// `node bidi-relay.ts <firefox> <arguments>…`. playwright-core speaks the newest WebDriver BiDi; what an ESR
// does not know of it yet, such as the media features, counts as done, so that the rest can be used.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";

const ANNOUNCEMENT = /WebDriver BiDi listening on (ws:\/\/\S+)/;
const Refusal = z.object({
  type: z.literal("error"),
  id: z.number(),
  error: z.literal("unknown command"),
});

const [program = "firefox", ...args] = process.argv.slice(2);
const firefox = spawn(program, args, { stdio: ["ignore", "inherit", "pipe"] });
firefox.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
firefox.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => firefox.kill(signal));

createInterface({ input: firefox.stderr }).on("line", (line) => {
  const address = ANNOUNCEMENT.exec(line)?.[1];
  if (address === undefined) console.error(line);
  else listen(address);
});

function listen(address: string): void {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => {
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    console.error(`WebDriver BiDi listening on ws://127.0.0.1:${port}`);
  });
  server.on("connection", (client, request) => {
    relay(client, new WebSocket(`${address}${request.url ?? ""}`));
  });
}

function relay(client: WebSocket, browser: WebSocket): void {
  const early: string[] = [];
  browser.on("open", () => {
    for (const text of early) browser.send(text);
  });
  client.on("message", (data: Buffer) => {
    const text = data.toString();
    if (browser.readyState === WebSocket.OPEN) browser.send(text);
    else early.push(text);
  });
  browser.on("message", (data: Buffer) => {
    client.send(forgive(data.toString()));
  });
  browser.on("error", () => {
    client.close();
  });
  browser.on("close", () => {
    client.close();
  });
  client.on("close", () => {
    browser.close();
  });
}

/** Turns the refusal of an unknown command into an empty success. */
function forgive(text: string): string {
  if (!text.includes('"unknown command"')) return text;
  const refusal = Refusal.safeParse(JSON.parse(text));
  if (!refusal.success) return text;
  return JSON.stringify({ type: "success", id: refusal.data.id, result: {} });
}
