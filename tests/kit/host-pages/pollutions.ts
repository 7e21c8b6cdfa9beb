import type { Request } from "playwright-core";
import { type HostPage, MODULE } from "./host-page.ts";
import type { HostBrowser } from "./open-host-browser.ts";
import { type HostVerdict, toVisit } from "./visit.ts";

/**
 * Names that a careless page may have put on `Object.prototype`: what browsers and Lit read from an object of options,
 * and what our requests and turns are made of. Not among them are `then`, since no promise of such a page is ever
 * kept, and `get`, `set`, `value` and `writable`, with which no script can define a property.
 */
const NAMES: Readonly<Record<string, string>> = {
  "listeners and events": "capture once passive signal bubbles composed cancelable detail",
  requests:
    "method headers body mode credentials cache redirect referrer referrerPolicy integrity keepalive priority duplex",
  calls:
    "iceServers iceTransportPolicy bundlePolicy certificates streams direction ordered negotiated protocol sdp",
  "sound and storage":
    "audio video deviceId sampleRate latencyHint keyPath autoIncrement unique durability ifAvailable steal",
  "numbers, dates and focus":
    "style unit currency numeric timeZone calendar dateStyle preventScroll focusVisible behavior block",
  elements:
    "state attribute reflect converter hasChanged noAccessor useDefault wrapped host renderBefore handleEvent nodeType strings enumerable configurable extends role slot part",
  "words of ours":
    "code limit limits phase turns status text kind type id speaker report error item response name arguments failure brief",
};

/** What such a page may have put there: a switch, a text, a function. */
const VALUES = ["true", '"page"', "function () {}"];

/** Names with one value, put on the page before our script or once the brief is there. */
export interface Pollution {
  readonly kind: string;
  readonly names: readonly string[];
  readonly value: string;
  readonly isLate: boolean;
}

/** Every kind of name with every value, early and late. */
export const POLLUTIONS: readonly Pollution[] = Object.entries(NAMES).flatMap(([kind, names]) =>
  VALUES.flatMap((value) =>
    [false, true].map((isLate) => ({ kind, names: names.split(" "), value, isLate })),
  ),
);

/** Every name at once, early: the worst such page. */
export const EVERY_NAME: Pollution = {
  kind: "every name",
  names: [...new Set(POLLUTIONS.flatMap(({ names }) => names))],
  value: "true",
  isLate: false,
};

/** What a practice asks of the service, on a page that spoils nothing; null before it was read. */
export type Requests = ReadonlySet<string>;

function toPage({ kind, names, value, isLate }: Pollution): HostPage {
  const spoil = `for (const name of ${JSON.stringify(names)}) Object.prototype[name] = ${value};`;
  const late = `document.addEventListener("maka-ready", () => { ${spoil} });`;
  return {
    name: `${kind} ${names.length} ${value} ${isLate ? "late" : "early"}`,
    journey: "typed",
    head: `<script>${names.length > 0 ? (isLate ? late : spoil) : ""}</script>`,
    script: MODULE,
  };
}

/** A typed practice on a page that spoils nothing: what it asks of the service is what every other one must ask. */
export async function readCleanRequests(hosts: HostBrowser): Promise<Requests> {
  const nothing = { kind: "clean", names: [], value: "true", isLate: false };
  const { requests, faults } = await practise(hosts, nothing);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return requests;
}

/** A typed practice on a polluted page. Where it falls short, each name is tried alone to say which. */
export async function visitPolluted(
  hosts: HostBrowser,
  pollution: Pollution,
  clean: Requests,
): Promise<HostVerdict> {
  const visit = async (some: Pollution): Promise<readonly string[]> => {
    const { requests, faults } = await practise(hosts, some);
    const strange = [...requests].filter((line) => !clean.has(line));
    const missing = [...clean].filter((line) => !requests.has(line));
    return [
      ...faults,
      ...strange.map((line) => `asks otherwise: ${line}`),
      ...missing.map((line) => `does not ask: ${line}`),
    ];
  };
  const { name } = toPage(pollution);
  const faults = [...(await visit(pollution))];
  if (faults.length === 0 || pollution.names.length === 1) return { name, faults };
  for (const single of pollution.names) {
    const own = await visit({ ...pollution, names: [single] });
    faults.push(...own.map((fault) => `${single}: ${fault}`));
  }
  return { name, faults };
}

async function practise(
  hosts: HostBrowser,
  pollution: Pollution,
): Promise<{ requests: Requests; faults: readonly string[] }> {
  const host = toPage(pollution);
  const context = await hosts.browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  const sent: Request[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (entry) => {
    if (entry.type() === "error") faults.push(`console: ${entry.text()}`);
  });
  page.on("request", (request) => {
    if (request.url().startsWith(hosts.stage.fill("{functions}"))) sent.push(request);
  });
  try {
    await page.goto(hosts.stage.publish(host));
    const visit = await toVisit(page, hosts, host);
    await visit.start();
    await visit.finish();
  } catch (error) {
    faults.push(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
  const lines = await Promise.all(sent.map(describe));
  await context.close();
  // Whether there are beats, and calls of tools, is chance.
  return {
    requests: new Set(lines.filter((line) => !/\/(?:heartbeat|tools) /.test(line))),
    faults,
  };
}

/** One request as far as no page may change it: its way, how it is sent, and the fields of its body. */
async function describe(request: Request): Promise<string> {
  const { pathname, searchParams } = new URL(request.url());
  const way = pathname.replace(/[\da-f]{8}-[\da-f-]{27}/g, "…");
  const sent = Object.entries(await request.allHeaders())
    .filter(([name]) => /^(?:authorization|content-type|x-.*|sec-fetch-.*|cookie)$/.test(name))
    .map(([name, value]) => `${name}=${name === "authorization" ? "…" : value}`);
  const fields = [...listFields(request.postData())].sort();
  return [request.method(), way, ...searchParams.keys(), ...sent.sort(), ...fields].join(" ");
}

/** The first level of a body: what lies deeper depends on what was said until then. */
function listFields(body: string | null): readonly string[] {
  const parsed: unknown = body === null ? null : JSON.parse(body);
  return typeof parsed === "object" && parsed !== null ? Object.keys(parsed) : [];
}
