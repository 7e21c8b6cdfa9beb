import { readSidebandEvent } from "../../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import { toWatchedSettings } from "../../../supabase/functions/_shared/providers/openai/realtime/session-settings.ts";
import type { RealtimeProvider } from "../../../supabase/functions/_shared/providers/realtime-provider.ts";
import { SidebandError } from "../../../supabase/functions/_shared/providers/sideband.ts";
import { ScriptedCall } from "../../kit/provider/scripted-call.ts";

/** What the calls of these tests are opened with. */
export const SESSION = {
  type: "realtime",
  model: "gpt-realtime-2.1",
  output_modalities: ["audio"],
  instructions: "You are a baker in a hurry.",
  audio: {
    input: {
      transcription: { model: "gpt-live-transcribe", language: "fr" },
      turn_detection: { type: "semantic_vad", eagerness: "low" },
      noise_reduction: { type: "near_field" },
    },
    output: { voice: "marin" },
  },
  truncation: { type: "retention_ratio", retention_ratio: 0.8 },
  max_output_tokens: 1_000,
  tool_choice: "auto",
  tools: [{ type: "function", name: "note_step", parameters: { type: "object" } }],
};

/** The plan of such a call. */
export const PLAN = {
  model: "gpt-realtime-2.1",
  transcriptionModel: "gpt-live-transcribe",
  settings: toWatchedSettings(SESSION),
};

/** A provider whose calls do what a test tells them to, with the wire's own words in between. */
export function createScriptedProvider() {
  const calls = new Map<string, ScriptedCall>();
  const hungUp: string[] = [];
  const link = { isDown: false };
  const provider: RealtimeProvider = {
    name: "openai-realtime",
    createCall: () => Promise.reject(new Error("not of this fake")),
    mintClientSecret: () => Promise.reject(new Error("not of this fake")),
    describePlan: () => PLAN,
    hangUp(providerCallId) {
      hungUp.push(providerCallId);
      calls.get(providerCallId)?.end();
      return Promise.resolve();
    },
    openSideband({ providerCallId, plan }, listener) {
      const call = calls.get(providerCallId);
      if (link.isDown) return Promise.reject(new SidebandError("down", false));
      if (call === undefined || call.isOver) return Promise.reject(new SidebandError("gone", true));
      const leave = call.listen(
        (text) => {
          const event = readSidebandEvent(text, plan.settings);
          if (event !== null) listener.heard(event);
        },
        (code) => {
          listener.closed(code === 1_000);
        },
      );
      const remove = { type: "conversation.item.delete" };
      return Promise.resolve({
        fetchItem: (itemId, requestId) => {
          const type = "conversation.item.retrieve";
          call.receive({ type, item_id: itemId, event_id: requestId });
        },
        askSettings: () => {
          call.receive({ type: "session.update", session: { type: "realtime" } });
        },
        markEnd: (itemId) => {
          const create = { type: "conversation.item.create", item: toSystemItem(itemId, " ") };
          call.receive(create);
          call.receive({ ...remove, item_id: itemId });
        },
        direct: (itemId, text) => {
          call.receive({ type: "conversation.item.create", item: toSystemItem(itemId, text) });
        },
        close: leave,
      });
    },
  };
  return {
    provider,
    calls,
    hungUp,
    link,
    add(session: Readonly<Record<string, unknown>> = SESSION): ScriptedCall {
      const call = new ScriptedCall(session);
      calls.set(call.id, call);
      return call;
    },
  };
}

function toSystemItem(id: string, text: string) {
  return { id, type: "message", role: "system", content: [{ type: "input_text", text }] };
}
