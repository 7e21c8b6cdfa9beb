import type {
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from "openai/resources/realtime/realtime";

/** A field that the SDK calls optional is often sent as null: the recordings show it, the types hide it. */
type Nullable<T> = T extends readonly (infer Element)[]
  ? readonly Nullable<Element>[]
  : T extends object
    ? {
        readonly [K in keyof T]: undefined extends T[K]
          ? Nullable<T[K]> | null | undefined
          : Nullable<T[K]>;
      }
    : T;

type WithoutId<T> = T extends unknown ? Omit<T, "event_id"> : never;

/** What the recordings show on the wire and the SDK's types leave out. */
interface Undocumented {
  readonly obfuscation?: string;
}

type SentEvent = Exclude<RealtimeServerEvent, { type: "session.created" | "session.updated" }>;

/** The session as it is echoed: every field present, unset ones null. */
export type EffectiveSession = Nullable<RealtimeSessionCreateRequest> & {
  readonly object: "realtime.session";
  readonly id: string;
  readonly model: string;
  readonly expires_at: number;
};

/** One server event before it gets its `event_id`, checked against the SDK's own union. */
export type ServerEvent =
  | (WithoutId<Nullable<SentEvent>> & Undocumented)
  | { readonly type: "session.created"; readonly session: EffectiveSession }
  | { readonly type: "session.updated"; readonly session: EffectiveSession };

/** Sends one server event to everyone who listens. */
export type Emit = (event: ServerEvent) => void;

/** A server event as sent. */
export type SentServerEvent = ServerEvent & { readonly event_id: string };

/** State of an item on the wire. */
export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** A message of the learner, the persona or the system. `phase` stands on persona messages of 2.1. */
export type MessageItem = {
  readonly id: string;
  readonly type: "message";
  readonly status: ItemStatus;
} & (
  | {
      readonly role: "user";
      readonly content: readonly {
        readonly type: "input_text" | "input_audio" | "input_image";
        readonly text?: string;
        readonly transcript?: string | null;
        readonly audio?: string;
      }[];
    }
  | {
      readonly role: "assistant";
      readonly content: readonly {
        readonly type: "output_text" | "output_audio";
        readonly text?: string;
        readonly transcript?: string | null;
      }[];
      readonly phase?: "commentary" | "final_answer";
    }
  | {
      readonly role: "system";
      readonly content: readonly { readonly type: "input_text"; readonly text?: string }[];
    }
);

/** A function that the persona calls. */
export interface FunctionCallItem {
  readonly id: string;
  readonly type: "function_call";
  readonly status: ItemStatus;
  readonly name: string;
  readonly call_id: string;
  readonly arguments: string;
}

/** What the application answered to a function call; it has no status on the wire. */
export interface FunctionOutputItem {
  readonly id: string;
  readonly type: "function_call_output";
  readonly call_id: string;
  readonly output: string;
}

/** One item of the call's talk, as the wire shows it. */
export type Item = MessageItem | FunctionCallItem | FunctionOutputItem;
