import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachError } from "../../domain/state/coach-error.ts";
import { fetchAtLoad } from "../page/platform.ts";

/**
 * Completes a call with a single-use key, straight at the provider. The answer's content type is not looked
 * at: the provider labels it `text/plain`.
 * @throws {CoachError} connect_failed, aborted
 */
export async function exchangeOffer(
  terms: { readonly clientSecret: string; readonly callsUrl: string },
  offer: string,
  signal: AbortSignal,
): Promise<string> {
  const response = await post(terms, offer, signal);
  const text = await response.text();
  if (!response.ok) {
    throw new CoachError("connect_failed", `The provider refused the call (${response.status}).`);
  }
  return text;
}

async function post(
  terms: { readonly clientSecret: string; readonly callsUrl: string },
  offer: string,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetchAtLoad(
      terms.callsUrl,
      withoutPrototype<RequestInit>({
        method: "POST",
        headers: withoutPrototype({
          authorization: `Bearer ${terms.clientSecret}`,
          "content-type": "application/sdp",
        }),
        body: offer,
        mode: "cors",
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal,
      }),
    );
  } catch (thrown) {
    const code = signal.aborted ? "aborted" : "connect_failed";
    throw new CoachError(code, "The provider could not be reached.", { cause: thrown });
  }
}
