// The least that a server can do for a call: pass the offer on and the answer back. Runs on Deno.
import process from "node:process";
import { createServer } from "node:http";

const provider = process.env["OPENAI_BASE_URL"] ?? "";
const key = process.env["OPENAI_API_KEY"] ?? "";

const server = createServer((request, response) => {
  const chunks: Uint8Array[] = [];
  request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  request.on("end", () => {
    const form = new FormData();
    form.set("sdp", new TextDecoder().decode(Buffer.concat(chunks)));
    form.set("session", "{}");
    void fetch(`${provider}/realtime/calls`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: form,
    })
      .then((answer) => answer.text())
      .then((text) => response.writeHead(201).end(text));
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => {
  console.log("ready");
});
