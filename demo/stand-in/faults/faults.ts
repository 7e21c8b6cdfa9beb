import { z } from "zod";

const network = z.strictObject({
  /** Added to each packet's way. */
  delayMs: z.number().min(0).max(10_000).default(0),
  /** Spread of the delay, either way. */
  jitterMs: z.number().min(0).max(5000).default(0),
  lossPercent: z.number().min(0).max(100).default(0),
  /** Nothing passes while true. */
  isCut: z.boolean().default(false),
});

/** What the stand-in may be told to do wrong. Every switch has a name that says what happens, and a harmless default. */
export const faultsSchema = z.strictObject({
  /** Time before the answer to `POST /v1/realtime/calls`. */
  answerDelayMs: z.number().min(0).max(120_000).default(0),
  /** Refuses new calls with this status; null takes them. */
  refuseCallsWith: z
    .union([z.literal(401), z.literal(429), z.literal(500)])
    .nullable()
    .default(null),
  /** Takes the call's request and never answers it. */
  neverAnswer: z.boolean().default(false),
  /** Lets the call vanish this long after it was answered, without a word. */
  dropAfterMs: z.number().min(0).nullable().default(null),
  /** Swaps neighbouring events. */
  reorderEvents: z.boolean().default(false),
  /** What the coming of an item is called: the service says "added", other servers of the protocol "created", or both. */
  itemArrival: z.enum(["added", "created", "both"]).default("added"),
  /** How the learner's transcript arrives; "late" is after the response that it asked for, "twice" first in part. */
  transcription: z.enum(["normal", "late", "failed", "twice"]).default("normal"),
  /** Refuses this many sideband attempts with 404 before one succeeds. */
  sidebandRefusals: z.number().int().min(0).default(0),
  /** Lets a sideband attach to calls made with an ephemeral key; OpenAI's own is reported to refuse. */
  sidebandForEphemeralCalls: z.boolean().default(false),
  /** Sends no audio packets at all. */
  killAudio: z.boolean().default(false),
  /** Order of the events of a barge-in; no recording shows the true one. */
  bargeInOrder: z.enum(["clear-first", "done-first", "without-truncation"]).default("clear-first"),
  /**
   * How the next response ends; later ones are normal again. "hung" is begun and never goes on; "refused" is answered
   * by an error that names no request.
   */
  nextResponse: z
    .enum(["normal", "failed", "content_filter", "rate_limit_exceeded", "hung", "refused"])
    .default("normal"),
  /** Lets every response end as the next one does. */
  nextResponseLasts: z.boolean().default(false),
  /** Lets an ephemeral key open several calls, as the documentation promises and the service no longer does. */
  reusableKeys: z.boolean().default(false),
  /** How the scorer of reports fails: it does what a transcript tells it, or invents quotes. */
  scorer: z.enum(["none", "gullible", "forging"]).default("none"),
  /** Length of a session, shortened to test its end. */
  sessionSeconds: z.number().int().min(1).max(3600).default(3600),
  /** Sends the call's packets through a relay that delays or loses them; null connects directly. */
  network: network.nullable().default(null),
});

/** The faults in force for the stand-in, or for one call. */
export type Faults = z.output<typeof faultsSchema>;

/** How packets are treated on their way. */
export type NetworkFault = z.output<typeof network>;

/** A change of some faults; the rest stays as it is. */
export const faultsPatchSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(faultsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()]),
  ),
);

/** No faults at all. */
export function createFaults(): Faults {
  return faultsSchema.parse({});
}

/** Applies a patch to faults; a fault that is not named stays. */
export function patchFaults(current: Faults, patch: unknown): Faults {
  const changes = faultsPatchSchema.parse(patch);
  return faultsSchema.parse({ ...current, ...changes });
}
