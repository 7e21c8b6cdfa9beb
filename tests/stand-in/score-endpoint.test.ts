import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { describe, it, type TestContext } from "node:test";
import OpenAI, { BadRequestError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import * as z from "zod";
import { createResponse } from "../../demo/stand-in/responses/create-response.ts";
import {
  REPORT_FORMAT_NAME,
  ReportDraft,
} from "../../supabase/functions/_shared/scoring/report-task.ts";

const TASK = {
  task: "score_practice",
  marker: "m1",
  scenario: { id: "s", title: "S", language: "en" },
  criteria: [
    {
      id: "need",
      title: "Need",
      weight: 100,
      anchors: ["a0", "a1", "a2", "a3", "a4", "a5"],
      examples: ["How do you plan the runs today?", "What does a late delivery cause?"],
    },
  ],
  rules: [],
  facts_wanted: false,
  transcript: [{ turn: "t1", speaker: "learner", text: "So, how do you plan your runs today?" }],
};

describe("createResponse() behind HTTP", () => {
  it("is parsed by the openai SDK when a practice report is asked for", async (t) => {
    const client = await connect(t);
    const response = await client.responses.parse({
      model: "gpt-6-luna",
      instructions: "Score it.",
      input: [{ role: "user", content: [{ type: "input_text", text: JSON.stringify(TASK) }] }],
      text: { format: zodTextFormat(ReportDraft, REPORT_FORMAT_NAME) },
      store: false,
    });
    assert.equal(response.status, "completed");
    assert.equal(response.model, "gpt-6-luna");
    assert.equal(response.text?.format?.type, "json_schema");
    assert.equal(response.output_parsed?.criteria[0]?.level, 3);
    assert.deepEqual(response.output_parsed.criteria[0].quotes, [
      { turn: "t1", text: "So, how do you plan your runs today?" },
    ]);
    const usage = response.usage;
    assert.ok(usage !== undefined && usage.input_tokens > 0 && usage.output_tokens > 0);
    assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
  });

  it("gives the smallest fitting object when another format is asked for", async (t) => {
    const client = await connect(t);
    const Shape = z.object({
      kind: z.enum(["first", "second"]),
      count: z.int().min(3),
      note: z.string().nullable(),
      inner: z.object({ list: z.array(z.number()), done: z.boolean() }),
    });
    const response = await client.responses.parse({
      model: "m",
      input: "hello",
      text: { format: zodTextFormat(Shape, "shape") },
    });
    assert.deepEqual(response.output_parsed, {
      kind: "first",
      count: 3,
      note: "hello",
      inner: { list: [], done: true },
    });
  });

  it("ends when a schema refers to itself", async (t) => {
    const client = await connect(t);
    interface Tree {
      children: Tree[];
      name: string;
    }
    const Tree: z.ZodType<Tree> = z.lazy(() =>
      z.object({ name: z.string(), children: z.array(Tree) }),
    );
    const response = await client.responses.parse({
      model: "m",
      input: "hello",
      text: { format: zodTextFormat(z.object({ root: Tree }), "tree") },
    });
    assert.deepEqual(response.output_parsed, { root: { name: "hello", children: [] } });
  });

  it("answers in plain words when no format is asked for", async (t) => {
    const client = await connect(t);
    const { output_text: text } = await client.responses.create({ model: "m", input: "hello" });
    assert.match(text, /rehearsal.*hello/);
  });

  it("answers the practice format by its schema when the input is no task", async (t) => {
    const client = await connect(t);
    const response = await client.responses.parse({
      model: "m",
      input: "not JSON",
      text: { format: zodTextFormat(ReportDraft, REPORT_FORMAT_NAME) },
    });
    assert.deepEqual(response.output_parsed?.criteria, []);
  });

  it("throws the SDK's BadRequestError when a value is wrong", async (t) => {
    const client = await connect(t);
    const failure = client.responses.create({ model: "m", input: "x", temperature: 9 });
    await assert.rejects(failure, (error) => {
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.param, "temperature");
      assert.equal(error.type, "invalid_request_error");
      return true;
    });
  });
});

describe("createResponse()", () => {
  const cases: readonly [string, unknown, string | null, string][] = [
    ["the body is no object", "hello", null, "invalid_value"],
    ["the body is a list", [], null, "invalid_value"],
    ["the body is nothing", undefined, null, "invalid_value"],
    ["model is missing", { input: "x" }, "model", "missing_required_parameter"],
    ["input is missing", { model: "m" }, "input", "missing_required_parameter"],
    ["input is a number", { model: "m", input: 7 }, "input", "invalid_value"],
    ["input is empty", { model: "m", input: [] }, "input", "invalid_value"],
    ["stream is asked for", { model: "m", input: "x", stream: true }, "stream", "invalid_value"],
    [
      "a format has no schema",
      { model: "m", input: "x", text: { format: { type: "json_schema", name: "n" } } },
      "text.format.schema",
      "invalid_value",
    ],
    [
      "a format is unknown",
      { model: "m", input: "x", text: { format: { type: "xml" } } },
      "text.format.type",
      "invalid_value",
    ],
  ];
  for (const [when, body, param, code] of cases) {
    it(`answers 400 in the service's envelope when ${when}`, () => {
      const answer = createResponse(body);
      assert.equal(answer.status, 400);
      const Envelope = z.object({
        error: z.strictObject({
          message: z.string().min(1),
          type: z.literal("invalid_request_error"),
          param: z.string().nullable(),
          code: z.string(),
        }),
      });
      const { error } = Envelope.parse(answer.body);
      assert.deepEqual([error.param, error.code], [param, code]);
    });
  }

  it("stamps the response with the clock that it is given", () => {
    const { body } = createResponse({ model: "m", input: "x" }, 1_790_000_000_999);
    assert.equal("created_at" in body && body.created_at, 1_790_000_000);
  });
});

async function connect(t: TestContext): Promise<OpenAI> {
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const answer = createResponse(body);
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return new OpenAI({ apiKey: "x", baseURL: `http://127.0.0.1:${address.port}/v1`, maxRetries: 0 });
}
