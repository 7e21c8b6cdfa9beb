import description from "../../../package.json" with { type: "json" };
import { until } from "../stack/stage.ts";
import { type HostPage, MODULE, SINGLE, writeTag } from "./host-page.ts";

const NONE = "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src {api}";
const NONCE = "rAnd0m";
const nonced = MODULE.replace("<script", `<script nonce="${NONCE}"`);
const pinned = (hash: string): string =>
  `<script type="module" src="${SINGLE}" integrity="${hash}" crossorigin="anonymous"></script>`;
/** In Chromium's words, then in Firefox's. */
const VIOLATION =
  /Content Security [Pp]olicy|integrity|Failed to load resource|settings blocked|Sink type mismatch/;

/** Pages whose headers forbid something. */
export const POLICY_PAGES: readonly HostPage[] = [
  {
    name: "policy: none but script and connection",
    journey: "typed",
    headers: { "content-security-policy": `${NONE}; script-src {host}` },
  },
  {
    name: "policy: none but script and connection, by voice",
    journey: "voice",
    headers: { "content-security-policy": `${NONE}; script-src {host}` },
  },
  {
    name: "policy: media, styles, images and workers named as none, no eval, no worklet (EL#193, EL#649, EL#930, EL#943, langwatch/langwatch#8007, VapiAI/client-sdk-web#143, VapiAI/client-sdk-web#52)",
    journey: "voice",
    headers: {
      "content-security-policy": `${NONE}; script-src {host}; media-src 'none'; style-src 'none'; img-src 'none'; worker-src 'none'; font-src 'none'`,
    },
  },
  {
    name: "policy: script by nonce, chunks by strict-dynamic",
    journey: "start",
    headers: { "content-security-policy": `${NONE}; script-src 'nonce-${NONCE}' 'strict-dynamic'` },
    script: nonced,
  },
  {
    name: "policy: nonce and host",
    journey: "start",
    headers: { "content-security-policy": `${NONE}; script-src 'nonce-${NONCE}' {cdn}` },
    script: nonced.replaceAll("{host}", "{cdn}"),
  },
  {
    name: "policy: nonce alone, one file",
    journey: "start",
    headers: { "content-security-policy": `${NONE}; script-src 'nonce-${NONCE}'` },
    script: `<script nonce="${NONCE}" type="module" src="${SINGLE}"></script>`,
  },
  {
    name: "policy: hash alone, one file with integrity",
    journey: "typed",
    headers: { "content-security-policy": `${NONE}; script-src '{hash}'` },
    script: pinned("{hash}"),
  },
  {
    name: "integrity: right, from another origin",
    journey: "start",
    script: pinned("{hash}").replaceAll("{host}", "{cdn}"),
  },
  {
    name: "pinned version, whose moving files have changed since (CK#187)",
    journey: async (visit) => {
      const body = "throw new Error('another version');";
      await visit.page.route(/\/widget\/(?!v\d)/, (route) =>
        route.fulfill({ contentType: "text/javascript", body }),
      );
      await visit.start();
    },
    script: MODULE.replace("/widget/", `/widget/v${description.version}/`),
  },
  {
    name: "integrity: wrong",
    journey: "absent",
    script: pinned(`sha384-${"A".repeat(64)}`),
    tolerates: VIOLATION,
  },
  {
    name: "policy: our script is not named",
    journey: "absent",
    headers: { "content-security-policy": `${NONE}; script-src 'none'` },
    tolerates: VIOLATION,
  },
  {
    name: "policy: our service is not named",
    journey: "refused",
    says: "We cannot reach the practice",
    headers: { "content-security-policy": "default-src 'none'; script-src {host}" },
    tolerates: VIOLATION,
  },
  {
    name: "trusted types: required, our name allowed",
    journey: "typed",
    headers: {
      "content-security-policy": "require-trusted-types-for 'script'; trusted-types lit-html",
    },
  },
  {
    name: "trusted types: other names only",
    journey: "start",
    headers: { "content-security-policy": "trusted-types another" },
    tolerates: VIOLATION,
  },
  {
    name: "trusted types: no name",
    journey: "start",
    headers: { "content-security-policy": "trusted-types 'none'" },
    tolerates: VIOLATION,
  },
  {
    name: "trusted types: required, no name: said in plain text",
    journey: async ({ tag }) => {
      await until("it is said", async () => {
        const text = await tag.evaluate((element) => element.shadowRoot?.textContent);
        return text === "This practice is not set up on this page";
      });
    },
    headers: {
      "content-security-policy": "require-trusted-types-for 'script'; trusted-types 'none'",
    },
    tolerates: /TrustedHTML|Content Security [Pp]olicy|settings blocked|Sink type mismatch/,
  },
  {
    name: "microphone forbidden by header",
    journey: "blocked",
    says: "This page does not allow the microphone",
    headers: { "permissions-policy": "microphone=()" },
    tag: writeTag(""),
  },
  {
    name: "microphone forbidden by header, typed",
    journey: "typed",
    headers: { "permissions-policy": "microphone=()" },
  },
  {
    name: "isolated by opener and embedder policy (openai/openai-chatkit-starter-app#56)",
    journey: "typed",
    headers: {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    },
    script: MODULE.replaceAll("{host}", "{cdn}"),
  },
  {
    name: "no referrer, no sniffing",
    journey: "start",
    headers: { "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" },
  },
  {
    name: "frame of another origin without allow",
    journey: "blocked",
    says: "This page does not allow the microphone",
    tag: writeTag(""),
    framedWith: "",
  },
  {
    name: "frame of another origin with allow, which loads no blob (EL#58)",
    journey: "voice",
    framedWith: 'allow="microphone; autoplay; screen-wake-lock"',
  },
  {
    name: "sandboxed frame without storage or origin",
    journey: "refused",
    says: "This practice is not set up on this page",
    framedWith: 'sandbox="allow-scripts"',
    tolerates: VIOLATION,
  },
  {
    name: "sandboxed frame with its origin",
    journey: "start",
    framedWith: 'sandbox="allow-scripts allow-same-origin"',
    // Asking for the wake lock is how one learns that the frame forbids it.
    tolerates: /screen-wake-lock is not allowed/,
  },
];
