import type { PracticeNotice } from "../../domain/state/practice.ts";
import { CoachEvent } from "../kit/coach-event.ts";
import { MakaErrorEvent } from "./events.ts";

/** Fires the public event of a notice at the tag: it has the notice's name, and tells all else of it. */
export function announceNotice(target: EventTarget, notice: PracticeNotice): void {
  for (const event of toEvents(notice)) target.dispatchEvent(event);
}

function toEvents(notice: PracticeNotice): Event[] {
  const { type, ...detail } = notice;
  if (notice.type !== "failed") return [new CoachEvent(`maka-${type}`, detail)];
  const { code, requestId, limit } = notice.failure;
  const error = new MakaErrorEvent({ code, requestId });
  return code === "limit_reached"
    ? [new CoachEvent("maka-limit-reached", { limit }), error]
    : [error];
}
