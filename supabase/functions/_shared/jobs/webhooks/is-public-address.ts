/** First address and prefix length of IPv4 networks that are nobody's on the open net (RFC 6890). */
const SPECIAL_IPV4: readonly (readonly [address: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Whether an address, as a resolver writes it, lies on the open net: neither private nor of this machine. */
export function isPublicAddress(address: string): boolean {
  return address.includes(":") ? isPublicIpv6(address) : isPublicIpv4(address);
}

function isPublicIpv4(address: string): boolean {
  const number = toNumber(address);
  if (number === null) return false;
  return !SPECIAL_IPV4.some(([network, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(number / size) === Math.floor((toNumber(network) ?? 0) / size);
  });
}

function toNumber(address: string): number | null {
  const parts = address.split(".");
  const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part));
  if (!isAddress || parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Global unicast alone, without documentation, Teredo and the tunnels that wrap an IPv4 address. */
function isPublicIpv6(address: string): boolean {
  if (!URL.canParse(`http://[${address}]`)) return false;
  const [first = "0", second = "0"] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split(":");
  const head = Number.parseInt(first || "0", 16);
  const next = Number.parseInt(second || "0", 16);
  if (head < 0x2000 || head >= 0x3fff || head === 0x2002) return false;
  return head !== 0x2001 || (next >= 0x200 && next !== 0xdb8);
}
