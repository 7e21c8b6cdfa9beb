import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  createReadNetwork,
  toNetwork,
} from "../../../supabase/functions/_shared/identity/client-network.ts";

const SAME: readonly (readonly string[])[] = [
  ["203.0.113.9", " 203.0.113.9 ", "203.0.113.9:4711", "::ffff:203.0.113.9", "::FFFF:cb00:7109"],
  ["203.0.113.9", "[::ffff:203.0.113.9]:443", "64:ff9b::203.0.113.9", "2002:cb00:7109::1"],
  ["203.0.113.9", "::203.0.113.9", "0:0:0:0:0:ffff:203.0.113.9"],
  [
    "2001:db8:1:200::1",
    "2001:0DB8:0001:02ff:ffff::9",
    "[2001:db8:1:234::7]",
    "2001:db8:1:2aa::%eth0",
  ],
];

test("toNetwork() takes every spelling of an address, and all of a subscriber's, for one network", () => {
  for (const spellings of SAME) {
    assert.deepEqual([...new Set(spellings.map(toNetwork))].length, 1, spellings.join(" "));
  }
  const apart = ["203.0.113.9", "203.0.113.10", "2001:db8:1:200::1", "2001:db8:1:300::1", "::1"];
  assert.equal(new Set(apart.map(toNetwork)).size, apart.length);
});

test("toNetwork() counts a /56 as one, however its 256 networks are spelt", () => {
  const networks = Array.from({ length: 256 }, (_, index) =>
    toNetwork(`2001:db8:7:9${index.toString(16).padStart(2, "0")}:${index + 1}::${index}`),
  );
  assert.deepEqual([...new Set(networks)], ["20010db8000709/56"]);
});

test("toNetwork() has one network for all that is no address, whatever a caller writes", () => {
  const unreadable = toNetwork("");
  for (const text of [
    ...[
      "unknown",
      "null",
      "unreadable",
      "_hidden",
      "for=203.0.113.9",
      "1.2.3",
      "1.2.3.4.5",
      "01.2.3.4",
    ],
    ...[
      "0x7f.0.0.1",
      "2130706433",
      "256.1.1.1",
      "1.2.3.4/8",
      "::g",
      "[",
      "]",
      "%",
      ":::",
      "@&&&\\:",
      "::1]@[2001:db8::1",
      "2001:db8::1/@::",
      "a".repeat(9_000),
    ],
  ]) {
    assert.equal(toNetwork(text), unreadable, text.slice(0, 40));
  }
  const odd = fc.string({
    unit: fc.constantFrom(...Array.from("0189af:.[]@\\/%&?# ")),
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 60 }), odd), (text) => {
      const network = toNetwork(text);
      assert.match(network, /^(?:unreadable|(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{14}\/56)$/);
    }),
    { numRuns: 2_000 },
  );
});

test("toNetwork() keeps every IPv4 address by itself, and none of IPv6 outside of its /56", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), (ipv4, ipv6) => {
      assert.equal(toNetwork(ipv4), ipv4);
      assert.equal(toNetwork(`::ffff:${ipv4}`), ipv4);
      const [head = ""] = ipv6.split("::");
      const groups = head.split(":");
      if (groups.length < 4 || groups[0] === "2002") return;
      assert.equal(toNetwork(ipv6), toNetwork(`${groups.slice(0, 3).join(":")}:${groups[3]}::`));
    }),
    { numRuns: 1_000 },
  );
});

test("createReadNetwork() reads what the last trusted proxy wrote", () => {
  const read = (header: string, hops: number, headers: Record<string, string>): string =>
    createReadNetwork({ header, hops })(new Request("https://coach.example", { headers }));
  const forged = { "x-forwarded-for": "198.51.100.1, 203.0.113.9" };
  assert.equal(read("x-forwarded-for", 1, forged), "203.0.113.9");
  assert.equal(read("X-Forwarded-For", 2, forged), "198.51.100.1");
  const unreadable = read("x-forwarded-for", 1, {});
  assert.equal(read("x-forwarded-for", 3, forged), unreadable, "it came past a proxy of ours");
  assert.equal(read("x-forwarded-for", 1, { "x-forwarded-for": "unknown" }), unreadable);
  assert.equal(read("x-forwarded-for", 1, { "x-forwarded-for": "203.0.113.9, " }), unreadable);
  const empty = { ...forged, "cf-connecting-ip": "" };
  assert.equal(read("x-forwarded-for", 1, empty), "203.0.113.9");
  assert.equal(read("cf-connecting-ip", 1, empty), unreadable);
});
