import { OFFER } from "../../functions/kit/offer-fixture.ts";
import { mutate, oddValue, type Random } from "./mutate.ts";
import { BACKEND_ORIGIN, SOUND_BRIEF, soundStart } from "../stack/test-backend.ts";

/** A session that was really started, for requests that get past its token. */
export interface FuzzSession {
  readonly id: string;
  readonly token: string;
}

/** One request as it goes out. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/** Stands in every field that a caller fills, so that whatever a log repeats is found. */
export const CANARY = "canaryword";
const CANARY_ADDRESS = "203.0.113.77";

/** Texts that no log line may hold. */
export const CANARIES: readonly string[] = [CANARY, CANARY_ADDRESS, "2001:db8::77"];

const LINE = { quality: { roundTripMs: 80, jitterMs: 4, lossPercent: 1.5, mos: 4.1 } };

interface Template {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: Record<string, unknown> | null;
}

const REASONS = ["learner", "page_closed", CANARY];
const SILENT_TOOLS = ["raise_objection", "end_call", "move_to_phase", "give_detail", CANARY];

/** One sound request of a route, with a canary in each of its texts. */
function drawTemplate(random: Random, { id, token }: FuzzSession): Template {
  const offer = OFFER.replace("a=ice-pwd:abcdefgh", `a=ice-pwd:${CANARY}`);
  const turns = [
    {
      sequence: 1 + random(400),
      itemId: `item_${random(400)}`,
      previousItemId: null,
      speaker: random(2) === 0 ? "learner" : "persona",
      state: "final",
      text: `${CANARY} was said`,
      startedAtMs: random(60_000),
      endedAtMs: 60_000,
    },
  ];
  const session = `/coach/sessions/${id}`;
  const templates: readonly Template[] = [
    { method: "GET", path: `/coach/brief?${SOUND_BRIEF}&deviceId=${CANARY}`, body: null },
    {
      method: "POST",
      path: "/coach/sessions",
      body: soundStart({
        offer,
        deviceId: `${CANARY}-${random(1e9)}`,
        learnerName: CANARY,
        variables: random(3) === 0 ? { company: CANARY } : {},
        ...(random(3) === 0 ? { learnerToken: `eyJhbGciOiJIUzI1NiJ9.${CANARY}.${CANARY}` } : {}),
      }),
    },
    { method: "POST", path: `${session}/turns`, body: { sessionToken: token, turns } },
    { method: "POST", path: `${session}/heartbeat`, body: { sessionToken: token, ...LINE } },
    {
      method: "POST",
      path: `${session}/rating`,
      body: { sessionToken: token, stars: 1 + random(5), comment: CANARY },
    },
    { method: "GET", path: `/coach/attempts?${SOUND_BRIEF}&deviceId=${CANARY}`, body: null },
    { method: "GET", path: `/coach/scenarios?${SOUND_BRIEF}`, body: null },
    {
      method: "POST",
      path: `${session}/end`,
      body: { sessionToken: token, reason: REASONS[random(REASONS.length)] ?? CANARY, turns },
    },
    {
      method: "POST",
      path: `${session}/calls`,
      body: { sessionToken: token, offer, attemptKey: crypto.randomUUID(), input: "voice" },
    },
    {
      method: "POST",
      path: `${session}/tools`,
      body: {
        ...{ sessionToken: token, callId: `call_${random(400)}` },
        ...{ by: random(3) === 0 ? "learner" : "persona" },
        name: SILENT_TOOLS[random(SILENT_TOOLS.length)] ?? "",
        arguments: JSON.stringify({ objection: CANARY, outcome: CANARY, phase: CANARY }),
      },
    },
    { method: "GET", path: `${session}/report`, body: null },
    { method: "POST", path: "/observer/reap", body: { [CANARY]: CANARY } },
    { method: "POST", path: "/observer/segments", body: { callId: CANARY, session: id } },
    { method: "GET", path: `/reports/sessions?sub=${CANARY}&after=${CANARY}`, body: null },
    { method: "GET", path: `/reports/sessions/${id}`, body: null },
    { method: "GET", path: "/health/live", body: null },
    { method: "GET", path: "/health/ready", body: null },
    { method: "GET", path: "/health/metrics", body: null },
  ];
  return templates[random(templates.length)] ?? { method: "GET", path: "/coach", body: null };
}

/** One request with one to three things wrong: method, path, header, a field, or the text itself. */
export function drawRequest(random: Random, session: FuzzSession): FuzzRequest {
  const template = drawTemplate(random, session);
  const headers: Record<string, string> = {
    origin: BACKEND_ORIGIN,
    "content-type": "text/plain",
    authorization: `Bearer ${random(2) === 0 ? session.token : CANARY}`,
    "user-agent": CANARY,
    "x-forwarded-for": random(2) === 0 ? CANARY_ADDRESS : "2001:db8::77",
  };
  let request: FuzzRequest = { ...template, headers, body: drawBody(random, template.body) };
  for (let change = random(3); change > 0; change -= 1) request = spoil(random, request);
  // fetch itself refuses these two together.
  return /^(?:GET|HEAD)$/.test(request.method) ? { ...request, body: null } : request;
}

function drawBody(random: Random, body: Record<string, unknown> | null): FuzzRequest["body"] {
  if (body === null) return null;
  const names = Object.keys(body);
  const name = names[random(names.length)] ?? "";
  switch (random(12)) {
    case 0:
      return JSON.stringify({ ...body, [name]: oddValue(random) });
    case 1:
      return mutate(JSON.stringify(body), random);
    case 2:
      return JSON.stringify({ ...body, [name]: mutate(String(body[name]), random) });
    case 3:
      return JSON.stringify({ ...body, [CANARY]: CANARY });
    case 4:
      return "[".repeat(20 + random(5_000)) + CANARY;
    case 5:
      return Uint8Array.from({ length: 64 }, () => random(256));
    case 6:
      return JSON.stringify({ ...body, [name]: CANARY.repeat(1 + random(20_000)) });
    default:
      return JSON.stringify(body);
  }
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"];
const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ["origin", "null"],
  ["origin", `https://${CANARY}.example`],
  ["content-type", "multipart/form-data; boundary=x"],
  ["content-type", `application/${CANARY}`],
  ["authorization", `Basic ${CANARY}`],
  ["authorization", `Bearer ${"e".repeat(6_000)}`],
  ["x-embed-key", `mk_${CANARY}`],
  ["x-request-id", "../../etc/passwd"],
  ["x-forwarded-for", `${CANARY}, ${CANARY}`],
  ["accept", `application/${CANARY}`],
  ["cookie", `session=${CANARY}`],
];
const ODD_PATHS = ["%00", "%ff%fe", "..%2f..", "🦜", CANARY, "a".repeat(3_000), "%", "//", "?x=%"];

function spoil(random: Random, request: FuzzRequest): FuzzRequest {
  switch (random(4)) {
    case 0:
      return { ...request, method: METHODS[random(METHODS.length)] ?? "GET" };
    case 1: {
      const [name, value] = ODD_HEADERS[random(ODD_HEADERS.length)] ?? ["origin", "null"];
      return { ...request, headers: { ...request.headers, [name]: value } };
    }
    case 2:
      return { ...request, path: spoilPath(random, request.path) };
    default:
      return typeof request.body === "string"
        ? { ...request, body: mutate(request.body, random) }
        : request;
  }
}

/** The function's name stays: what is behind it is ours, what is before it the platform's. */
function spoilPath(random: Random, path: string): string {
  const odd = ODD_PATHS[random(ODD_PATHS.length)] ?? "";
  const [, name = "", ...rest] = path.split("/");
  const place = random(rest.length + 1);
  const changed =
    random(2) === 0 ? rest.with(Math.min(place, rest.length - 1), odd) : [...rest, odd];
  return `/${[name, ...changed].join("/")}`;
}
