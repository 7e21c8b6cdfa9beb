import type { PracticeOptions } from "../domain/practice.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { browserClock } from "./browser-clock.ts";
import { browserMicrophone } from "./browser-microphone.ts";
import { browserPageLife } from "./browser-page-life.ts";
import { readDeviceId } from "./device-id.ts";
import { FetchCoachApi } from "./fetch-coach-api.ts";
import { IndexedDbOutbox } from "./indexed-db-outbox.ts";
import { readOpenSession } from "./open-session.ts";
import { createPageLine } from "./page-line.ts";
import { RtcCallOpener } from "./rtc-call-opener.ts";

/** The page's one outbox: what one practice still has to send is no leftover to another. */
export const outbox = new IndexedDbOutbox();
/** The page's one line: never two of its microphones are open. */
const line = createPageLine();

/** The browser's side of everything that a practice needs. */
export function createBrowserPorts(options: Pick<PracticeOptions, "api">): PracticePorts {
  return {
    clock: browserClock,
    microphone: browserMicrophone,
    calls: new RtcCallOpener(browserClock),
    api: new FetchCoachApi(options.api, browserClock),
    outbox,
    page: browserPageLife,
    line,
    createAttemptKey: () => crypto.randomUUID(),
    readOpenSession,
    readDeviceId,
  };
}
