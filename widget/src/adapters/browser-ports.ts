import type { PracticeOptions } from "../domain/state/practice.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { browserClock } from "./page/browser-clock.ts";
import { browserMicrophone } from "./call/browser-microphone.ts";
import { browserPageLife } from "./page/browser-page-life.ts";
import { readDeviceId } from "./storage/device-id.ts";
import { FetchCoachApi } from "./network/fetch-coach-api.ts";
import { IndexedDbOutbox } from "./storage/indexed-db-outbox.ts";
import { readSessionMarker } from "./storage/session-marker.ts";
import { createCallSlot } from "./page/call-slot.ts";
import { RtcCallOpener } from "./call/rtc-call-opener.ts";

/** The page's one outbox: what one practice still has to send is nothing unsent to another. */
export const outbox = new IndexedDbOutbox();
/** The page's one call: never two of its microphones are open. */
const slot = createCallSlot();

/** The browser's side of everything that a practice needs. */
export function createBrowserPorts(options: Pick<PracticeOptions, "api">): PracticePorts {
  return {
    clock: browserClock,
    microphone: browserMicrophone,
    calls: new RtcCallOpener(browserClock),
    api: new FetchCoachApi(options.api, browserClock),
    outbox,
    page: browserPageLife,
    slot,
    createAttemptKey: () => crypto.randomUUID(),
    readSessionMarker,
    readDeviceId,
  };
}
