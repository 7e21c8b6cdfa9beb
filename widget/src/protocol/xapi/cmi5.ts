import { isRecord } from "../../domain/is-record.ts";

/** What a cmi5 launch says in the page's address. */
export interface Cmi5Launch {
  /** Where statements go, with a slash at its end. */
  readonly endpoint: string;
  /** Where the token is, which is given out once. */
  readonly fetchUrl: string;
  readonly actor: Fields;
  readonly registration: string;
  readonly activityId: string;
}

/** What the LMS has written down for this launch. */
export interface Cmi5Setting {
  /** False in a preview and in a review. */
  readonly isNormal: boolean;
  /** From 0 to 1; null: the scenario's pass mark counts. */
  readonly masteryScore: number | null;
  readonly contextTemplate: Fields;
  readonly returnUrl: string | null;
}

/** The verbs that we use; only `scored` is none of cmi5's own. */
export type Cmi5Verb = "initialized" | "completed" | "passed" | "failed" | "terminated" | "scored";

/** A statement, as it is sent. */
export type Statement = Fields & { readonly id: string };

/** What statements differ in. */
export interface StatementNews {
  readonly id: string;
  readonly verb: Cmi5Verb;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly seconds: number;
  /** 0 to 100, where the verb tells of a score. */
  readonly total: number;
}

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

const CMI5 = "https://w3id.org/xapi/cmi5/context/";
const JUDGED = /^(passed|failed)$/;

/** Reads a launch from a page's query; null where it is none. Parameters of the page's own are passed over. */
export function readCmi5Launch(query: string): Cmi5Launch | null {
  const read = (name: string): string => readParameter(query, name);
  const actor = parseFields(read("actor"));
  const endpoint = read("endpoint").replace(/\/*$/, "/");
  const fetchUrl = read("fetch");
  if (!actor || !fetchUrl || endpoint === "/") return null;
  const [registration, activityId] = [read("registration"), read("activityId")];
  return { endpoint, fetchUrl, actor, registration, activityId };
}

/** Reads the document `LMS.LaunchData`; null where it is none. */
export function readCmi5Setting(document: unknown): Cmi5Setting | null {
  if (!isFields(document) || typeof document["launchMode"] !== "string") return null;
  const { launchMode, masteryScore, contextTemplate, returnURL } = document;
  return {
    isNormal: launchMode === "Normal",
    masteryScore: typeof masteryScore === "number" ? masteryScore : null,
    contextTemplate: isFields(contextTemplate) ? contextTemplate : {},
    returnUrl: typeof returnURL === "string" && /^https?:/.test(returnURL) ? returnURL : null,
  };
}

/** Makes a statement: what the LMS wants in each of them, and what the verb asks for besides. */
export function toStatement(
  { actor, registration, activityId }: Cmi5Launch,
  { contextTemplate, masteryScore }: Cmi5Setting,
  { id, verb, timestamp, seconds, total }: StatementNews,
): Statement {
  const { contextActivities, extensions } = contextTemplate;
  const groups = isFields(contextActivities) ? contextActivities : {};
  const isJudged = JUDGED.test(verb);
  const marks =
    isJudged && masteryScore !== null ? { [`${CMI5}extensions/masteryscore`]: masteryScore } : {};
  return {
    id,
    actor,
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
    object: { objectType: "Activity", id: activityId },
    timestamp,
    ...toResult(verb, seconds, total),
    context: {
      ...contextTemplate,
      registration,
      contextActivities: {
        ...groups,
        category: [...toList(groups["category"]), ...toCategories(verb)],
      },
      extensions: { ...(isFields(extensions) ? extensions : {}), ...marks },
    },
  };
}

function toResult(verb: Cmi5Verb, seconds: number, total: number): Fields {
  if (verb === "initialized") return {};
  const duration = `PT${Math.floor(seconds)}S`;
  if (verb === "terminated") return { result: { duration } };
  if (verb === "completed") return { result: { completion: true, duration } };
  const score = { scaled: total / 100, raw: total, min: 0, max: 100 };
  const success = JUDGED.test(verb) ? { success: verb === "passed" } : {};
  return { result: { score, ...success, duration } };
}

/** `scored` is allowed because it does not say that it is one of cmi5's. */
function toCategories(verb: Cmi5Verb): { readonly id: string }[] {
  if (verb === "scored") return [];
  const moves = JUDGED.test(verb) || verb === "completed";
  return [{ id: `${CMI5}categories/cmi5` }, ...(moves ? [{ id: `${CMI5}categories/moveon` }] : [])];
}

/** A list, or an empty one. */
export function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** As `URLSearchParams` does, which is the browser's. */
function readParameter(query: string, name: string): string {
  const found = new RegExp(`[?&]${name}=([^&]*)`).exec(query)?.[1] ?? "";
  return decodeURIComponent(found.replaceAll("+", " "));
}

function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null; // Not a launch.
  }
}

/** Tells whether a value is an object with names, and no list. */
export function isFields(value: unknown): value is Fields {
  return isRecord(value) && !Array.isArray(value);
}
