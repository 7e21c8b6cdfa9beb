/** What a person wrote, as the origin that browsers send for it, or why no browser would send such a one. */
export type OriginReading = { readonly origin: string } | { readonly refusal: string };

const MAX_ORIGIN_CHARACTERS = 255;
const HOST =
  /^(?:(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:.]+\])$/;
const OWN_MACHINE = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])$/;

/** Faults of the text itself; the URL parser would mend them into something that nobody meant. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^$/, "it is empty"],
  [/^null$/i, "`null` is the origin of every sandboxed frame and file; serve the page over https"],
  [/\*/, "wildcards are not supported; list each origin"],
  [/[\s\p{Cc}\p{Cf}]/u, "it contains a space or an invisible character"],
  [/\\/, "it contains a backslash"],
  [/^(?![a-z][a-z0-9+.-]*:\/\/)/i, "write it with its scheme, such as https://lms.example"],
  [/^(?!https?:)/i, "only https, and http on the own machine, can be admitted"],
  [/^https?:\/\/(?:$|[/?#:])/i, "it names no host"],
  [/@/, "it contains a user name"],
  [/[?#]/, "an origin has neither query nor fragment"],
  [/^https?:\/\/[^/]+\/./i, "an origin has no path; leave out everything after the host"],
  [/%/, "the host is percent-encoded; write it plainly"],
  [/:\/?$/, "it names no port after the colon"],
];

/**
 * Reads an origin as an operator may write it: upper case, a final slash, the scheme's own port and letters
 * beyond ASCII are put into the form of RFC 6454; anything that is more or less than an origin is refused.
 */
export function readOriginSpelling(spelling: string): OriginReading {
  const text = spelling.trim();
  const fault = FAULTS.find(([pattern]) => pattern.test(text));
  if (fault !== undefined) return { refusal: fault[1] };
  if (!URL.canParse(text)) return { refusal: "it is no valid address" };
  const { origin, protocol, hostname, port } = new URL(text);
  if (hostname.endsWith(".")) return { refusal: "the host ends with a dot" };
  if (port === "0") return { refusal: "there is no port 0" };
  if (!HOST.test(hostname) || origin.length > MAX_ORIGIN_CHARACTERS) {
    return { refusal: "the host is not a name that a certificate can be issued for" };
  }
  if (protocol === "http:" && !OWN_MACHINE.test(hostname)) {
    return { refusal: "http is for the own machine only; serve the page over https" };
  }
  return { origin };
}

/**
 * Whether `header` is an origin byte for byte as a browser writes it. Whatever else an `Origin` header holds
 * was not written by a browser, or by one on a page that no site can admit.
 */
export function isBrowserOrigin(header: string): boolean {
  const reading = readOriginSpelling(header);
  return "origin" in reading && reading.origin === header;
}
