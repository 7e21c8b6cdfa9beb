import { APIConnectionTimeoutError, APIError } from "openai";
import { ProviderError, type ProviderFailure } from "./provider-error.ts";

/** Turns what the SDK or `fetch` threw into a `ProviderError`. */
export function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-argument -- instanceof fills the type parameters with any
  if (error instanceof APIError && error.status !== undefined) return fromStatus(error);
  if (error instanceof APIConnectionTimeoutError || isTimeout(error)) {
    return new ProviderError("timeout", "The provider did not answer in time.", { cause: error });
  }
  return new ProviderError("unavailable", "The provider cannot be reached.", { cause: error });
}

function fromStatus(error: APIError): ProviderError {
  const status = error.status ?? 0;
  const message = `The provider answered ${status} ${error.code ?? error.type ?? ""}`.trim();
  const retryAfterSeconds = toSeconds(error.headers?.get("retry-after") ?? null);
  return new ProviderError(toFailure(error, status), message, {
    status,
    retryAfterSeconds,
    cause: error,
  });
}

function toFailure(error: APIError, status: number): ProviderFailure {
  if (status === 429) return "rate_limited";
  if (status === 408) return "timeout";
  if (status >= 500) return "unavailable";
  const named = `${error.param ?? ""} ${error.code ?? ""}`;
  const aboutOffer = /\b(?:sdp|offer)\b|_sdp|sdp_|_offer|offer_/i.test(named);
  return aboutOffer && (status === 400 || status === 422) ? "offer_refused" : "refused";
}

function toSeconds(header: string | null): number | null {
  const seconds = header === null || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
