/** Who says where a request comes from. */
export interface AddressSource {
  /** The header that the nearest proxy writes. */
  readonly header: string;
  /** How many of its entries, from the end, are by proxies of ours: what stands before them anybody may invent. */
  readonly hops: number;
}

/** Names the network that a request comes from, as limits count it. */
export type ReadNetwork = (request: Request) => string;

/** How IPv6 holds an IPv4 address: mapped or compatible, translated (64:ff9b::/96), 6to4 (2002::/16). */
const EMBEDDED = [/^0{20}(?:f{4}|0{4}(?!0{4}))(.{8})$/, /^0064ff9b0{16}(.{8})$/, /^2002(.{8})/];

/** All whose address cannot be read are one network: no header spells a way out of the limits. */
const UNREADABLE = "unreadable";

/** Creates a reader of what the trusted proxy says. */
export function createReadNetwork({ header, hops }: AddressSource): ReadNetwork {
  return (request) => {
    const entries = (request.headers.get(header) ?? "").split(",");
    return toNetwork(entries.at(-hops) ?? "");
  };
}

/**
 * What of an address one subscriber has: all of IPv4, also where it is written as IPv6, and the first 56 bits of
 * IPv6, since a line usually gets that many addresses and more.
 */
export function toNetwork(address: string): string {
  const bare = withoutPort(address.trim());
  const ipv4 = readIpv4(bare);
  if (ipv4 !== null) return ipv4;
  const digits = readIpv6(bare);
  if (digits === null) return UNREADABLE;
  const [embedded] = EMBEDDED.flatMap((pattern) => pattern.exec(digits)?.[1] ?? []);
  return embedded === undefined ? `${digits.slice(0, 14)}/56` : toDotted(embedded);
}

/** Some proxies write where the connection came from in full: `203.0.113.9:4711`, `[2001:db8::1]:443`. */
function withoutPort(address: string): string {
  const [, bracketed] = /^\[([^\]]{1,64})\](?::\d{1,5})?$/.exec(address) ?? [];
  if (bracketed !== undefined) return bracketed;
  return /^[\d.]{7,15}:\d{1,5}$/.test(address) ? address.slice(0, address.indexOf(":")) : address;
}

function readIpv4(address: string): string | null {
  const parts = address.split(".");
  const isByte = (part: string): boolean => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isByte) ? address : null;
}

/** The 32 digits of an IPv6 address. The URL parser knows every spelling, and leaves out what is nought. */
function readIpv6(address: string): string | null {
  const [bare = ""] = address.split("%", 1);
  // To the parser an "@" or a backslash ends something else, and what a caller wrote behind it would be its network.
  const isSpelled = /^[\da-f:.]{2,64}$/i.test(bare);
  if (!isSpelled || !URL.canParse(`http://[${bare}]`)) return null;
  const [head = "", tail = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const start = toDigits(head);
  return start + toDigits(tail).padStart(32 - start.length, "0");
}

function toDigits(groups: string): string {
  const digits = (group: string): string => group.padStart(4, "0");
  return groups === "" ? "" : groups.split(":").map(digits).join("");
}

function toDotted(digits: string): string {
  return [0, 2, 4, 6].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)).join(".");
}
