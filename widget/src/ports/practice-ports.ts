import type { CallOpener } from "./call-opener.ts";
import type { Clock } from "./clock.ts";
import type { CoachApi } from "./coach-api.ts";
import type { Microphone } from "./microphone.ts";
import type { Outbox } from "./outbox.ts";
import type { PageLife } from "./page-life.ts";
import type { CallSlot } from "./call-slot.ts";

/** The whole outside world of one practice. */
export interface PracticePorts {
  readonly clock: Clock;
  readonly microphone: Microphone;
  readonly calls: CallOpener;
  readonly api: CoachApi;
  readonly outbox: Outbox;
  readonly page: PageLife;
  readonly slot: CallSlot;
  /** A random UUID that names one attempt to start. */
  createAttemptKey(): string;
  /** The id of a session of this practice that a page of this browser left running; null where there is none. */
  readSessionMarker(embedKey: string, scenario: string): string | null;
  /** A random id that this browser keeps, or null where it may keep nothing. */
  readDeviceId(): string | null;
}
