import { isPublicAddress } from "./is-public-address.ts";

/** The addresses of a host; null where this platform cannot tell them. */
export type ResolveHost = (host: string) => Promise<readonly string[] | null>;

/** A site's address leads where no event may go. */
export class WebhookTargetError extends Error {
  override readonly name = "WebhookTargetError";
}

const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1"]);

/**
 * Makes sure that an event leaves for the open net: https on the usual port, to a name whose every address is
 * public. A name may lead elsewhere a moment later; against that stands only that nothing but a status comes back.
 * @param allowLocal admits this machine over http, for a rehearsal.
 * @throws {WebhookTargetError} saying what is wrong, in words for the operator.
 */
export async function assertWebhookTarget(
  url: string,
  resolveHost: ResolveHost,
  allowLocal: boolean,
): Promise<void> {
  if (!URL.canParse(url)) throw new WebhookTargetError("no_address");
  const { protocol, hostname, port, username, password } = new URL(url);
  if (LOCAL_HOSTS.has(hostname) && allowLocal) return;
  if (protocol !== "https:") throw new WebhookTargetError("not_https");
  const isPlain = port === "" && username === "" && password === "";
  const isName = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(hostname);
  if (!isPlain || !isName) throw new WebhookTargetError("not_public");
  const addresses = await resolveHost(hostname);
  if (addresses === null) return;
  if (addresses.length === 0) throw new WebhookTargetError("host_unknown");
  if (!addresses.every(isPublicAddress)) throw new WebhookTargetError("not_public");
}
