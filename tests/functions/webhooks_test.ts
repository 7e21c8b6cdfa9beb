import assert from "node:assert/strict";
import OpenAI from "openai";
import type { ClaimedWebhook } from "../../supabase/functions/_shared/store/webhooks.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import {
  deliverWebhooks,
  type WebhookWorld,
} from "../../supabase/functions/_shared/jobs/webhooks/deliver-webhooks.ts";
import { isPublicAddress } from "../../supabase/functions/_shared/jobs/webhooks/is-public-address.ts";
import {
  deriveWebhookSecret,
  signWebhook,
} from "../../supabase/functions/_shared/jobs/webhooks/sign-webhook.ts";
import { assertWebhookTarget } from "../../supabase/functions/_shared/jobs/webhooks/webhook-target.ts";
import { createFakeRecords } from "./kit/fake-records.ts";

const MASTER_KEY = "master-key-of-the-tests-master-key-of-the-tests";
const SITE_ID = "5d0f7c5e-92b4-4f0e-8a43-2f8f3a1c0b11";
const DELIVERY_ID = "00000000-0000-4000-8000-000000000001";
const URL_OF_SITE = "https://crm.example.org/hooks/maka?tenant=7";

/** A verifier that nobody here wrote. */
const client = new OpenAI({ apiKey: "sk-unused" });

function toDelivery(changes: Partial<ClaimedWebhook> = {}): ClaimedWebhook {
  return {
    id: DELIVERY_ID,
    siteId: SITE_ID,
    event: "report.facts",
    payload: { type: "report.facts", data: { learner: "né 42", facts: { contacts: [] } } },
    attempts: 1,
    url: URL_OF_SITE,
    kids: ["kid-current"],
    ...changes,
  };
}

function createSiteServer(answer: () => Promise<Response>, changes: Partial<WebhookWorld> = {}) {
  const records = createFakeRecords(new Map(), () => null);
  const requests: { url: string; init: RequestInit; headers: Headers; body: string }[] = [];
  const lines: string[] = [];
  const world: WebhookWorld = {
    store: records.functions,
    webhookKey: MASTER_KEY,
    allowLocalWebhooks: false,
    post: (url, init) => {
      requests.push({ url, init, headers: new Headers(init.headers), body: String(init.body) });
      return answer();
    },
    resolveHost: () => Promise.resolve(["93.184.215.14"]),
    now: () => new Date(),
    log: createLog("observer", (line) => lines.push(line), "debug"),
    ...changes,
  };
  return { ...records, requests, lines, deliver: () => deliverWebhooks(world, 50) };
}

const taken = () => Promise.resolve(new Response(null, { status: 204 }));

Deno.test("deliverWebhooks() signs so that a foreign verifier accepts it", async () => {
  const site = createSiteServer(taken);
  site.deliveries.push(toDelivery());
  assert.deepEqual(await site.deliver(), { done: 1, queued: 0, failed: 0 });
  const [request] = site.requests;
  assert.ok(request !== undefined);
  const secret = await deriveWebhookSecret(MASTER_KEY, SITE_ID, "kid-current");
  const event: unknown = await client.webhooks.unwrap(request.body, request.headers, secret);
  assert.deepEqual(event, toDelivery().payload);
  assert.equal(request.headers.get("webhook-id"), "msg_00000000000040008000000000000001");
  assert.deepEqual(
    [request.url, request.init.method, request.init.redirect],
    [URL_OF_SITE, "POST", "manual"],
  );
});

Deno.test(
  "deliverWebhooks() signs with both secrets while one takes over from the other",
  async () => {
    const site = createSiteServer(taken);
    site.deliveries.push(toDelivery({ kids: ["kid-current", "kid-earlier"] }));
    await site.deliver();
    const [request] = site.requests;
    assert.ok(request !== undefined);
    for (const kid of ["kid-current", "kid-earlier"]) {
      const secret = await deriveWebhookSecret(MASTER_KEY, SITE_ID, kid);
      await client.webhooks.verifySignature(request.body, request.headers, secret);
    }
    const foreign = await deriveWebhookSecret(MASTER_KEY, SITE_ID, "kid-of-others");
    await assert.rejects(
      client.webhooks.verifySignature(request.body, request.headers, foreign),
      /signature/i,
    );
  },
);

Deno.test("signWebhook() gives what a verifier refuses when one character differs", async () => {
  const secret = await deriveWebhookSecret(MASTER_KEY, SITE_ID, "kid-current");
  const body = '{"type":"report.facts"}';
  const headers = await signWebhook({ id: "msg_1", sentAt: new Date(), body }, [secret]);
  await client.webhooks.verifySignature(body, headers, secret);
  const forged = [
    [body.replace("facts", "fakes"), headers],
    [body, { ...headers, "webhook-id": "msg_2" }],
    [body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 1) }],
  ] as const;
  for (const [text, named] of forged) {
    await assert.rejects(client.webhooks.verifySignature(text, named, secret), /signature/i);
  }
});

Deno.test("deriveWebhookSecret() gives another secret for another site, name or key", async () => {
  const secrets = await Promise.all([
    deriveWebhookSecret(MASTER_KEY, SITE_ID, "kid-current"),
    deriveWebhookSecret(MASTER_KEY, SITE_ID, "kid-of-next"),
    deriveWebhookSecret(MASTER_KEY, crypto.randomUUID(), "kid-current"),
    deriveWebhookSecret(`${MASTER_KEY}!`, SITE_ID, "kid-current"),
  ]);
  assert.equal(new Set(secrets).size, 4);
  for (const secret of secrets) assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
});

const REFUSALS: readonly (readonly [
  name: string,
  answer: () => Promise<Response>,
  error: string,
  retry: boolean,
])[] = [
  ["500", () => Promise.resolve(new Response("no", { status: 500 })), "status_500", true],
  ["400", () => Promise.resolve(new Response("no", { status: 400 })), "status_400", true],
  ["410", () => Promise.resolve(new Response(null, { status: 410 })), "status_410", false],
  [
    "a redirect",
    () =>
      Promise.resolve(new Response(null, { status: 302, headers: { location: "https://a.b" } })),
    "status_302",
    true,
  ],
  ["nothing in time", () => Promise.reject(new DOMException("", "TimeoutError")), "timeout", true],
  ["no connection", () => Promise.reject(new TypeError("refused")), "unreachable", true],
];
for (const [name, answer, error, retry] of REFUSALS) {
  Deno.test(
    `deliverWebhooks() ${retry ? "keeps" : "gives up"} an event when the site answers ${name}`,
    async () => {
      const site = createSiteServer(answer);
      site.deliveries.push(toDelivery());
      const { queued, failed } = await site.deliver();
      assert.deepEqual(site.settled, [{ id: DELIVERY_ID, error, retry }]);
      assert.deepEqual([queued, failed], retry ? [1, 0] : [0, 1]);
      assert.equal(site.requests.length, 1);
    },
  );
}

Deno.test("deliverWebhooks() logs what it gives up without a word of the event", async () => {
  const site = createSiteServer(() => Promise.resolve(new Response(null, { status: 410 })));
  site.deliveries.push(toDelivery());
  await site.deliver();
  assert.equal(site.lines.length, 1);
  assert.match(site.lines[0] ?? "", /"webhook_given_up".*"status_410"/);
  assert.doesNotMatch(site.lines.join(""), /né 42|crm\.example/);
});

Deno.test("deliverWebhooks() sends nothing when the site has switched it off", async () => {
  const site = createSiteServer(taken);
  site.deliveries.push(toDelivery({ url: null }));
  assert.deepEqual(await site.deliver(), { done: 0, queued: 0, failed: 1 });
  assert.equal(site.requests.length, 0);
});

Deno.test("deliverWebhooks() sends nothing when there is no key to sign with", async () => {
  const site = createSiteServer(taken, { webhookKey: null });
  site.deliveries.push(toDelivery());
  assert.deepEqual(await site.deliver(), { done: 0, queued: 1, failed: 0 });
  assert.equal(site.requests.length, 0);
});

Deno.test(
  "deliverWebhooks() sends nothing when the name leads into a private network",
  async () => {
    const resolveHost = () => Promise.resolve(["93.184.215.14", "10.0.0.7"]);
    const site = createSiteServer(taken, { resolveHost });
    site.deliveries.push(toDelivery());
    assert.deepEqual(await site.deliver(), { done: 0, queued: 1, failed: 0 });
    assert.deepEqual([site.requests.length, site.settled[0]?.error], [0, "not_public"]);
  },
);

const REFUSED_TARGETS = [
  "http://crm.example.org/hook",
  "https://127.0.0.1/hook",
  "https://localhost/hook",
  "http://localhost:8080/hook",
  "https://[::1]/hook",
  "https://[fd00::1]/hook",
  "https://10.0.0.1/hook",
  "https://0x7f.1/hook",
  "https://2130706433/hook",
  "https://0177.0.0.1/hook",
  "https://169.254.169.254/latest",
  "https://crm.example.org:8443/hook",
  "https://name:word@crm.example.org/hook",
  "https://intranet/hook",
  "ftp://crm.example.org/hook",
  "not an address",
];
for (const url of REFUSED_TARGETS) {
  Deno.test(`assertWebhookTarget() refuses ${url}`, async () => {
    const resolveHost = () => Promise.resolve(["93.184.215.14"]);
    await assert.rejects(assertWebhookTarget(url, resolveHost, false));
  });
}

Deno.test("assertWebhookTarget() admits this machine only where the settings say so", async () => {
  const nowhere = () => Promise.resolve([]);
  await assertWebhookTarget("http://127.0.0.1:8080/hook", nowhere, true);
  await assert.rejects(assertWebhookTarget("http://127.0.0.1:8080/hook", nowhere, false));
  await assert.rejects(assertWebhookTarget("http://10.0.0.1/hook", nowhere, true));
});

Deno.test("isPublicAddress() tells the open net from what is nobody's business", () => {
  const inside = [
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254"],
    ...["172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.19.0.1", "203.0.113.9"],
    ...["224.0.0.1", "240.0.0.1", "255.255.255.255", "256.1.1.1", "1.2.3", "", "::", "::1"],
    ...["::ffff:8.8.8.8", "64:ff9b::808:808", "fc00::1", "fe80::1", "ff02::1", "2001::1"],
    ...["2001:db8::1", "2002:a00:1::", "3fff::1", "4000::1", "zz::1"],
  ];
  for (const address of inside) assert.equal(isPublicAddress(address), false, address);
  const outside = [
    ...["8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1"],
    ...["192.167.255.255", "198.17.255.255", "223.255.255.255", "2606:4700::1111", "2a00:1450::1"],
    ...["2001:4860:4860::8888", "3ffe::1"],
  ];
  for (const address of outside) assert.equal(isPublicAddress(address), true, address);
});
