import assert from "node:assert/strict";
import {
  DEFAULT_REALTIME_MODEL,
  DEFAULT_REPORT_MODEL,
  DEFAULT_TRANSCRIPTION_MODEL,
} from "../../supabase/functions/_shared/runtime/default-models.ts";
import { createOpenaiClient } from "../../supabase/functions/_shared/providers/openai/openai-client.ts";
import { createOpenaiRealtime } from "../../supabase/functions/_shared/providers/openai/realtime/create-openai-realtime.ts";
import { toSessionConfig } from "../../supabase/functions/_shared/providers/openai/realtime/session-config.ts";
import { createOpenaiScorer } from "../../supabase/functions/_shared/providers/openai/responses/create-openai-scorer.ts";
import { ProviderError } from "../../supabase/functions/_shared/providers/provider-error.ts";
import { MalformedDraftError } from "../../supabase/functions/_shared/scoring/scorer.ts";
import type {
  ReportDraft,
  ReportTask,
} from "../../supabase/functions/_shared/scoring/report-task.ts";
import { readEnvironment } from "../../supabase/functions/_shared/runtime/environment.ts";
import { SOUND_ENVIRONMENT } from "./kit/environment-fixture.ts";
import {
  callCreated,
  errorReply,
  type FakeOpenai,
  startFakeOpenai,
  textReply,
} from "./kit/fake-openai.ts";
import { ANSWER, OFFER } from "./kit/offer-fixture.ts";

const MODELS = {
  realtimeModel: DEFAULT_REALTIME_MODEL,
  transcriptionModel: DEFAULT_TRANSCRIPTION_MODEL,
};
const PLAN = {
  instructions: "Scenario: bakery-fr",
  voice: "marin",
  language: "fr-CA",
  input: "voice",
  tools: [
    {
      name: "end_call",
      description: "You have said goodbye.",
      parameters: {
        type: "object",
        properties: { outcome: { type: "string", enum: ["success", "failed"] } },
        required: ["outcome"],
      },
    },
  ],
  safetyIdentifier: "hash-of-learner",
} as const;
const TASK: ReportTask = {
  task: "score_practice",
  marker: "m",
  scenario: { id: "s", title: "S", language: "fr" },
  criteria: [],
  rules: [],
  facts_wanted: false,
  transcript: [{ turn: "t1", speaker: "learner", text: "Bonjour" }],
};
const DRAFT: ReportDraft = {
  criteria: [],
  breaches: [],
  summary: "Bien.",
  strengths: [],
  improvements: [],
  ...{ verdict: null, next: null },
  facts: null,
};

/** Models, by the vendor's list, that stop answering, with the day. */
const SHUTDOWNS: Readonly<Record<string, string>> = {
  "gpt-realtime": "2027-01-20",
  "gpt-realtime-2025-08-28": "2027-01-20",
  "gpt-realtime-mini": "2027-01-20",
  "gpt-realtime-mini-2025-12-15": "2027-01-20",
  "whisper-1": "2027-02-26",
  "gpt-4o-transcribe": "2027-02-26",
  "gpt-4o-transcribe-diarize": "2027-02-26",
  "gpt-4o-mini-transcribe": "2027-02-26",
  "gpt-4o-mini-transcribe-2025-12-15": "2027-02-26",
};

async function withService(
  use: (service: FakeOpenai, client: ReturnType<typeof createOpenaiClient>) => Promise<void>,
): Promise<void> {
  const service = startFakeOpenai();
  const environment = readEnvironment((name) =>
    name === "OPENAI_BASE_URL" ? `${service.baseUrl}/` : SOUND_ENVIRONMENT[name],
  );
  try {
    await use(service, createOpenaiClient(environment.openai));
  } finally {
    await service.stop();
  }
}

function rejects(work: Promise<unknown>, failure: string): Promise<void> {
  return assert.rejects(work, (error) => {
    assert.ok(error instanceof ProviderError, String(error));
    assert.equal(error.failure, failure);
    return true;
  });
}

Deno.test("the default models have no shutdown date", () => {
  for (const model of [DEFAULT_REALTIME_MODEL, DEFAULT_TRANSCRIPTION_MODEL, DEFAULT_REPORT_MODEL]) {
    assert.equal(SHUTDOWNS[model], undefined, `${model} is shut down on ${SHUTDOWNS[model]}`);
    assert.doesNotMatch(model, /^gpt-4(?:o|\.1)/, "the gpt-4o and 4.1 families end 2027-01-14");
  }
});

Deno.test(
  "toSessionConfig() pairs the transcriber with the primary language and sends no prompt object",
  () => {
    const config = toSessionConfig(PLAN, MODELS);
    assert.equal(config.type, "realtime");
    assert.deepEqual(config.output_modalities, ["audio"]);
    assert.deepEqual(config.audio?.input?.transcription, {
      model: "gpt-live-transcribe",
      language: "fr",
    });
    assert.deepEqual(config.audio?.input?.noise_reduction, { type: "near_field" });
    assert.equal(config.audio?.input?.turn_detection?.type, "semantic_vad");
    assert.equal(config.audio?.output?.voice, "marin");
    assert.ok(typeof config.max_output_tokens === "number" && config.max_output_tokens <= 4_096);
    assert.ok(!("prompt" in config));
    assert.deepEqual(config.tools, [{ type: "function", ...PLAN.tools[0] }]);
    assert.equal(config.tool_choice, "auto");
  },
);

for (const input of ["push-to-talk", "text"] as const) {
  Deno.test(
    `toSessionConfig() leaves the end of a turn to the learner when the input is ${input}`,
    () => {
      const config = toSessionConfig({ ...PLAN, input }, MODELS);
      assert.equal(config.audio?.input?.turn_detection, null);
    },
  );
}

Deno.test(
  "ready before configuration applied (OA#949): createCall() posts offer and session in one request, with the project key, and returns the answer untouched",
  async () => {
    await withService(async (service, client) => {
      service.replies["POST /v1/realtime/calls"] = () => callCreated("rtc_u0_E6mH7Y-_x");
      const created = await createOpenaiRealtime(client, MODELS).createCall(PLAN, OFFER);
      assert.deepEqual(created, { providerCallId: "rtc_u0_E6mH7Y-_x", answer: ANSWER });
      const [request] = service.received;
      assert.equal(request?.headers.get("authorization"), "Bearer sk-test-provider-key");
      assert.equal(request?.headers.get("openai-safety-identifier"), "hash-of-learner");
      assert.equal(request?.headers.get("openai-beta"), null);
      assert.equal(request?.form?.get("sdp"), OFFER);
      const session = JSON.parse(String(request?.form?.get("session")));
      assert.deepEqual(session, JSON.parse(JSON.stringify(toSessionConfig(PLAN, MODELS))));
      assert.ok(!request?.text.includes("filename"), "a part came as a file");
    });
  },
);

const CALL_FAILURES = [
  ["rate_limited", () => errorReply(429, { code: "rate_limit_exceeded" }, { "retry-after": "9" })],
  ["refused", () => errorReply(401, { code: "invalid_api_key" })],
  ["refused", () => errorReply(400, { code: "invalid_value", param: "session.audio" })],
  ["offer_refused", () => errorReply(400, { code: "invalid_offer", param: "sdp" })],
  ["unavailable", () => errorReply(500, {})],
  ["unavailable", () => new Response("<html>", { status: 503 })],
  ["unavailable", () => new Response(ANSWER, { status: 201 })],
] as const;

for (const [index, [failure, reply]] of CALL_FAILURES.entries()) {
  Deno.test(
    `quota error shown as SDP parse error (OA#1461): createCall() fails with ${failure} after one request when the service fails (${index})`,
    async () => {
      await withService(async (service, client) => {
        service.replies["POST /v1/realtime/calls"] = reply;
        await rejects(createOpenaiRealtime(client, MODELS).createCall(PLAN, OFFER), failure);
        assert.equal(service.received.length, 1, "a repeated request would bill a second call");
      });
    },
  );
}

Deno.test("createCall() keeps the service's time to retry when it is busy", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/realtime/calls"] = () => errorReply(429, {}, { "retry-after": "9" });
    const work = createOpenaiRealtime(client, MODELS).createCall(PLAN, OFFER);
    await assert.rejects(work, { retryAfterSeconds: 9, status: 429 });
  });
});

Deno.test("createCall() hangs up when the call exists and its answer is no SDP", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/realtime/calls"] = () => callCreated("rtc_broken", "{}");
    await rejects(createOpenaiRealtime(client, MODELS).createCall(PLAN, OFFER), "unavailable");
    assert.equal(service.received[1]?.path, "/v1/realtime/calls/rtc_broken/hangup");
  });
});

Deno.test("createCall() fails with unavailable when nobody listens", async () => {
  const service = startFakeOpenai();
  await service.stop();
  const environment = readEnvironment((name) =>
    name === "OPENAI_BASE_URL" ? service.baseUrl : SOUND_ENVIRONMENT[name],
  );
  const provider = createOpenaiRealtime(createOpenaiClient(environment.openai), MODELS);
  await rejects(provider.createCall(PLAN, OFFER), "unavailable");
});

Deno.test("hangUp() is done when the call ends or is gone already", async () => {
  await withService(async (service, client) => {
    const provider = createOpenaiRealtime(client, MODELS);
    await provider.hangUp("rtc_1");
    service.replies["POST /v1/realtime/calls/:id/hangup"] = () =>
      errorReply(404, { code: "call_id_not_found" });
    await provider.hangUp("rtc_1");
    assert.deepEqual(
      service.received.map(({ path }) => path),
      Array(2).fill("/v1/realtime/calls/rtc_1/hangup"),
    );
  });
});

Deno.test("hangUp() fails when the service does not confirm", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/realtime/calls/:id/hangup"] = () => errorReply(500, {});
    await rejects(createOpenaiRealtime(client, MODELS).hangUp("rtc_1"), "unavailable");
  });
});

Deno.test("mintClientSecret() asks for a short life and the whole session", async () => {
  await withService(async (service, client) => {
    const secret = await createOpenaiRealtime(client, MODELS).mintClientSecret(PLAN);
    assert.deepEqual(secret, {
      value: "ek_from_service",
      callsUrl: `${service.baseUrl}/realtime/calls`,
      providerSessionId: "sess_u0_1",
    });
    const body = JSON.parse(service.received[0]?.text ?? "");
    assert.deepEqual(body.expires_after, { anchor: "created_at", seconds: 60 });
    assert.equal(body.session.instructions, PLAN.instructions);
    assert.equal(service.received[0]?.headers.get("openai-safety-identifier"), "hash-of-learner");
  });
});

Deno.test(
  "draftReport() asks with strict structured output, stores nothing and returns the draft",
  async () => {
    await withService(async (service, client) => {
      service.replies["POST /v1/responses"] = () => textReply(JSON.stringify(DRAFT));
      const scorer = createOpenaiScorer(client, DEFAULT_REPORT_MODEL);
      assert.deepEqual(await scorer.draftReport(TASK, "Rules"), DRAFT);
      const body = JSON.parse(service.received[0]?.text ?? "");
      assert.equal(body.model, "gpt-6-luna");
      assert.equal(body.store, false);
      assert.equal(body.instructions, "Rules");
      assert.equal(body.text.format.name, "practice_report");
      assert.equal(body.text.format.strict, true);
      assert.deepEqual(JSON.parse(body.input[0].content[0].text), TASK);
      assert.equal(body.temperature, 0);
      assert.deepEqual(body.reasoning, { effort: "none" });
      assert.equal(body.tools, undefined);
    });
  },
);

Deno.test("draftReport() leaves a setting out for good when the model refuses it", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/responses"] = ({ text }) => {
      const body = JSON.parse(text);
      if ("temperature" in body) return errorReply(400, { param: "temperature" });
      if ("reasoning" in body) return errorReply(400, { param: "reasoning.effort" });
      return textReply(JSON.stringify(DRAFT));
    };
    const scorer = createOpenaiScorer(client, "older-model");
    assert.deepEqual(await scorer.draftReport(TASK, "Rules"), DRAFT);
    assert.equal(service.received.length, 3);
    await scorer.draftReport(TASK, "Rules");
    assert.equal(service.received.length, 4);
  });
});

Deno.test("draftReport() fails when the service refuses anything else of the request", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/responses"] = () => errorReply(400, { param: "model" });
    await rejects(createOpenaiScorer(client, "m").draftReport(TASK, "Rules"), "refused");
    assert.equal(service.received.length, 1);
  });
});

Deno.test("draftReport() gives up when the answer begins in time and never ends", async () => {
  await withService(async (service, client) => {
    let cut: () => void = () => undefined;
    service.replies["POST /v1/responses"] = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"id": "resp_1", '));
            cut = () => controller.close();
          },
        }),
        { headers: { "content-type": "application/json" } },
      );
    await rejects(createOpenaiScorer(client, "m", 200).draftReport(TASK, "Rules"), "timeout");
    assert.equal(service.received.length, 1);
    cut();
  });
});

const MALFORMED = [
  ["no JSON", "Very good!"],
  [
    "a level beyond the scale",
    JSON.stringify({
      ...DRAFT,
      criteria: [{ id: "a", level: 9, reason: "", quotes: [], better_wording: null }],
    }),
  ],
  ["a key left out", JSON.stringify({ ...DRAFT, summary: undefined })],
] as const;

for (const [name, text] of MALFORMED) {
  Deno.test(`draftReport() fails as malformed when the scorer answers ${name}`, async () => {
    await withService(async (service, client) => {
      service.replies["POST /v1/responses"] = () => textReply(text);
      const work = createOpenaiScorer(client, "gpt-6-luna").draftReport(TASK, "Rules");
      await assert.rejects(work, MalformedDraftError);
    });
  });
}

Deno.test("draftReport() fails with the provider's failure when the service refuses", async () => {
  await withService(async (service, client) => {
    service.replies["POST /v1/responses"] = () => errorReply(429, {});
    await rejects(createOpenaiScorer(client, "m").draftReport(TASK, "Rules"), "rate_limited");
    service.replies["POST /v1/responses"] = () => errorReply(401, {});
    await rejects(createOpenaiScorer(client, "m").draftReport(TASK, "Rules"), "refused");
    assert.equal(service.received.length, 2);
  });
});
