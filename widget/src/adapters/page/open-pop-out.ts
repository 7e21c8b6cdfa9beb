import type { EndReason } from "#contract/session.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { OpenPopOut, PopOutMessage, PopOutRequest } from "../../ports/pop-out.ts";
import { type Check, either, nullable, number, oneOf, shape, text } from "../network/check.ts";
import { isReportResponse } from "../network/report-checks.ts";

const WINDOW = "popup,width=480,height=840";
/** A window does not say that it is closed: it is looked at this often. */
const LOOK_MS = 1_000;

type MessageWith<Type> = Extract<PopOutMessage, { type: Type }>;

const isReported = either(
  either(
    shape<MessageWith<"session-started">>({
      type: oneOf({ "session-started": true }),
      sessionId: text,
    }),
    shape<MessageWith<"session-ended">>({
      type: oneOf({ "session-ended": true }),
      sessionId: text,
      reason: oneOf<EndReason>({
        learner: true,
        deadline: true,
        persona: true,
        left: true,
        failed: true,
        page_closed: true,
        cost: true,
      }),
      usedSeconds: nullable(number),
    }),
  ),
  shape<MessageWith<"report-missing">>({ type: oneOf({ "report-missing": true }) }),
);

/** True for what stands in a message beside its contents: who speaks, and the word only that window was told. */
function isEnvelope(nonce: string): Check<{ source: string; nonce: string; message: object }> {
  return shape<{ source: string; nonce: string; message: object }>({
    source: oneOf({ "maka-voice-coach": true }),
    nonce: (value): value is string => value === nonce,
    message: (value): value is object => typeof value === "object" && value !== null,
  });
}

/**
 * Opens the operator's page in a window. What it needs travels in the fragment, which reaches no server and no
 * log; what comes back counts only from that window, that origin, and with the word that only it was told.
 */
export const openPopOut: OpenPopOut = (request, listener, signal) => {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(36))
    .join("");
  const address = toAddress(request, nonce);
  const popup = address && window.open(address, "_blank", WINDOW);
  if (!popup) return false;
  window.addEventListener(
    "message",
    ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== popup || origin !== address.origin) return;
      const message = isEnvelope(nonce)(data) ? readMessage(data.message) : null;
      if (message) listener(message);
    },
    withoutPrototype({ signal }),
  );
  const looks = setInterval(() => {
    if (!popup.closed) return;
    clearInterval(looks);
    listener({ type: "report-missing" });
  }, LOOK_MS);
  signal.addEventListener("abort", () => {
    clearInterval(looks);
  });
  return true;
};

/** Null for an address that is no page of the web. */
function toAddress({ practiceUrl, attributes }: PopOutRequest, nonce: string): URL | null {
  if (!URL.canParse(practiceUrl)) return null;
  const address = new URL(practiceUrl);
  if (!/^https?:$/.test(address.protocol)) return null;
  const given = Object.entries(attributes).filter(([, value]) => value !== "");
  const opener = { "opener-origin": window.origin, nonce };
  address.hash = new URLSearchParams({ ...Object.fromEntries(given), ...opener }).toString();
  return address;
}

function readMessage(message: object): PopOutMessage | null {
  if (isReported(message)) return message;
  const report: unknown = Reflect.get(message, "report");
  const response: unknown = { status: "ready", report };
  if (Reflect.get(message, "type") !== "report-ready" || !isReportResponse(response)) return null;
  return response.status === "ready" ? { type: "report-ready", report: response.report } : null;
}
