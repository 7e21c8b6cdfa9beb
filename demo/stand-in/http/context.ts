import type { CallRegistry } from "../calls.ts";
import type { FaultStore } from "../faults/fault-store.ts";
import type { EphemeralKeys } from "../realtime/ephemeral-keys.ts";

/** Answers `POST /v1/responses`. */
export type CreateResponse = (
  body: unknown,
) => { status: number; body: unknown } | Promise<{ status: number; body: unknown }>;

/** What every route may use. */
export interface RouteContext {
  readonly apiKey: string;
  readonly calls: CallRegistry;
  readonly faults: FaultStore;
  readonly keys: EphemeralKeys;
  readonly createResponse: CreateResponse;
}
