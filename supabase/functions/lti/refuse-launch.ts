import { describeError } from "../_shared/runtime/telemetry/log.ts";
import type { RequestContext } from "../_shared/runtime/http/serve.ts";
import type { LtiWorld } from "./lti-world.ts";
import { toPlainWords } from "./plain-words.ts";
import type { LaunchRefusal } from "./refusal.ts";
import { toPage } from "./see-other.ts";

/**
 * Tells a refused launch: the operator by a line and a figure, the learner by the page, which knows the words, or where
 * no page is known by one plain sentence.
 */
export function refuseLaunch(
  { log }: LtiWorld,
  refusal: LaunchRefusal,
  {
    request,
    context,
    pageUrl,
  }: {
    readonly request: Request;
    readonly context: RequestContext;
    readonly pageUrl: string | null;
  },
): Response {
  const { reason, fields, message, cause } = refusal;
  const { requestId } = context;
  context.reason = `lti_${reason}`;
  const why = cause === undefined ? {} : describeError(cause);
  log("warn", "lti_launch_refused", { requestId, reason, advice: message, ...fields, ...why });
  if (pageUrl !== null) return toPage(pageUrl, { error: reason, request: requestId });
  const language = request.headers.get("accept-language") ?? "";
  const text = `${toPlainWords(reason, language)}\n\n${reason} · ${requestId}\n`;
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return new Response(text, { status: 400, headers });
}
