import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it, type TestContext } from "node:test";
import { WebSocketServer, type WebSocket } from "ws";
import { createOpenaiService } from "../../scenarios/rehearsal/rehearsal-service.ts";
import { RehearsalTalk } from "../../scenarios/rehearsal/rehearsal-talk.ts";
import { openStandInPersona } from "../../scenarios/rehearsal/stand-in-persona.ts";
import { toTextSession } from "../../scenarios/rehearsal/text-session.ts";
import { toProgressSource } from "../../supabase/functions/_shared/tools/progress-source.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { readScenario } from "../kit/scenarios/library.ts";
import { withDefaults } from "../kit/scenarios/with-defaults.ts";

const scenario = withDefaults(await readScenario("website-sales-fr"));
const published = await toPublishedScenario(scenario);

describe("openOpenaiPersona()", () => {
  it("plays a whole talk over a WebSocket when a realtime service answers", async (t) => {
    const asked: { url: string | undefined; key: string | undefined }[] = [];
    const talk = await openTalk(t, (socket, request) => {
      asked.push({ url: request.url, key: request.headers.authorization });
      bridge(socket);
    });
    const heard = [...(await talk.open())];
    for (const { learner } of scenario.rehearsal.good)
      heard.push(...(await talk.say(learner[0] ?? "")));
    const speeches = heard.flatMap((one) => (one.kind === "speech" ? one.text : []));
    assert.equal(speeches[0], scenario.openingLine);
    assert.equal(talk.state.ended, "success");
    assert.deepEqual(asked, [
      { url: "/v1/realtime?model=gpt-realtime-2.1", key: "Bearer sk-test" },
    ]);
  });

  it("says that OpenAI closed the line when it does", async (t) => {
    const talk = await openTalk(t, (socket) => {
      socket.close(1001);
    });
    await assert.rejects(talk.open(), /OpenAI closed the line \(1001\)/);
  });

  it("says what was refused when the service sends an error", async (t) => {
    const talk = await openTalk(t, (socket) => {
      const error = { type: "invalid_request_error", code: "x", message: "No such voice." };
      socket.send(JSON.stringify({ type: "error", event_id: "e", error }));
    });
    await assert.rejects(talk.open(), /refused: No such voice\./);
  });

  it("says what to check when nobody answers", async () => {
    const service = createOpenaiService(environmentOf("http://127.0.0.1:9/v1"));
    const line = service.openPersona(scenario, toTextSession(published, 0));
    await assert.rejects(line.next(), /OpenAI cannot be reached.*Check OPENAI_API_KEY/);
  });
});

type Serve = (
  socket: WebSocket,
  request: { readonly url?: string; readonly headers: { readonly authorization?: string } },
) => void;

async function openTalk(t: TestContext, serve: Serve): Promise<RehearsalTalk> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  server.on("connection", serve);
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const service = createOpenaiService(environmentOf(`http://127.0.0.1:${address.port}/v1`));
  const line = service.openPersona(scenario, toTextSession(published, 0));
  t.after(() => {
    line.close();
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return new RehearsalTalk(line, toProgressSource({ scenario: published, seed: 0, variables: {} }));
}

/** The stand-in's session behind a WebSocket. Its settings come with the client's first update. */
function bridge(socket: WebSocket): void {
  const line = openStandInPersona(scenario, { type: "realtime" });
  socket.on("message", (data) => {
    const event: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString("utf8") : "{}");
    if (typeof event === "object" && event !== null) line.send(event);
  });
  socket.on("close", () => {
    line.close();
  });
  const forward = async () => {
    for (;;) socket.send(JSON.stringify(await line.next()));
  };
  // Ends when the line is closed with its socket.
  forward().catch(() => undefined);
}

function environmentOf(url: string): NodeJS.ProcessEnv {
  return { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: url, NODE_ENV: "test" };
}
