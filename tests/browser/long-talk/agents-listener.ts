import {
  OpenAIRealtimeBase,
  RealtimeAgent,
  RealtimeSession,
  type RealtimeClientMessage,
} from "@openai/agents-realtime";
import type { TalkListener } from "./talk-listener.ts";

const SPOKEN =
  /"conversation\.item\.input_audio_transcription\.completed".*"item_id":"(?<itemId>\w+)".*"transcript":"(?<transcript>[^"]*)"/;

/** The SDK's transport without a network: what is fed to it is what it received. */
class FedTransport extends OpenAIRealtimeBase {
  readonly muted = null;
  status: "connected" | "disconnected" = "disconnected";
  /** Items by id, since the SDK asks for each spoken turn again. */
  readonly #items = new Map<string, unknown>();

  connect(): Promise<void> {
    this.status = "connected";
    return Promise.resolve();
  }

  /** Answers the one request that the SDK makes: for an item whose words it was told. */
  sendEvent(event: RealtimeClientMessage): void {
    if (event.type !== "conversation.item.retrieve") return;
    const item = this.#items.get(String(event["item_id"]));
    if (item !== undefined) {
      this.feed(JSON.stringify({ type: "conversation.item.retrieved", event_id: "event_x", item }));
    }
  }

  feed(data: string): void {
    this.#remember(data);
    this._onMessage(new MessageEvent("message", { data }));
  }

  #remember(data: string): void {
    const said = SPOKEN.exec(data);
    if (!said?.groups) return;
    const { itemId = "", transcript = "" } = said.groups;
    const content = [{ type: "input_audio", transcript }];
    this.#items.set(itemId, {
      ...{ id: itemId, type: "message", status: "completed", role: "user" },
      content,
    });
  }

  mute(): void {}
  close(): void {}
  interrupt(): void {}
}

/** OpenAI's own SDK, keeping the history of the same talk. It draws nothing. */
export async function createAgentsListener(): Promise<TalkListener> {
  const transport = new FedTransport();
  const session = new RealtimeSession(new RealtimeAgent({ name: "customer" }), { transport });
  session.on("error", () => undefined);
  await session.connect({ apiKey: "ek_none" });
  return {
    hear: (text) => {
      transport.feed(text);
    },
    countTurns: () => session.history.length,
  };
}
