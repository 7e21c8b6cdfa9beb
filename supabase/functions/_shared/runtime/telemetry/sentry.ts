/** Where a Sentry project takes events: the address and public key that its DSN is made of. */
export interface SentryTarget {
  readonly url: string;
  readonly key: string;
}

/** Hands one log line on. Never throws and never waits. */
export type Report = (line: string) => void;

const CLIENT = "maka-voice-coach/1";
const TIMEOUT_MS = 3_000;
/** Sentry's own client for Deno unpacks to 39 MB, twice what a function may weigh; an event is one POST. */
const VERSION = "7";

/**
 * Reads `https://<key>@<host>/<path><project>`.
 * @throws {Error} when it is no DSN; its message does not repeat it.
 */
export function parseSentryDsn(dsn: string): SentryTarget {
  const url = URL.canParse(dsn) ? new URL(dsn) : undefined;
  const [, prefix, project] = /^(.*)\/(\d+)$/.exec(url?.pathname ?? "") ?? [];
  if (url === undefined || !url.protocol.startsWith("http") || url.username === "" || !project) {
    throw new Error("SENTRY_DSN is not of the form https://<key>@<host>/<project>");
  }
  return { url: `${url.origin}${prefix ?? ""}/api/${project}/envelope/`, key: url.username };
}

/**
 * Creates a reporter that sends error lines to Sentry. An event is made of a finished log line and of nothing
 * else, so that no header, body, query or address can be in it that the log would not show either.
 *
 * @param request Where it is sent; a test passes its own.
 * @param keepAlive Lets the platform wait for the sending.
 */
export function createSentryReport(
  target: SentryTarget,
  request: typeof fetch = fetch,
  keepAlive: (work: Promise<void>) => void = () => {},
): Report {
  return (line) => {
    const parsed: unknown = JSON.parse(line);
    if (!isRecord(parsed)) return;
    const { level, event, function: functionName, ...fields } = parsed;
    if (level !== "error") return;
    const sending = request(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-sentry-envelope",
        "x-sentry-auth": `Sentry sentry_version=${VERSION}, sentry_client=${CLIENT}, sentry_key=${target.key}`,
      },
      body: toEnvelope({ event, functionName, fields }, new Date()),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).then(
      async ({ body }) => await body?.cancel(),
      () => undefined, // Watching must not disturb what is watched; the line is in the log anyway.
    );
    keepAlive(sending);
  };
}

/** As the log wrote it: what its values are, nobody asks on the way. */
interface ReportedEvent {
  readonly event: unknown;
  readonly functionName: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** One item, its header and the envelope's, a line each. */
function toEnvelope({ event, functionName, fields }: ReportedEvent, now: Date): string {
  const id = crypto.randomUUID().replaceAll("-", "");
  const item = JSON.stringify({
    event_id: id,
    timestamp: now.getTime() / 1_000,
    platform: "javascript",
    level: "error",
    logger: functionName,
    message: event,
    tags: { event, function: functionName },
    extra: fields,
  });
  const header = JSON.stringify({ event_id: id, sent_at: now.toISOString() });
  return `${header}\n${JSON.stringify({ type: "event" })}\n${item}\n`;
}
