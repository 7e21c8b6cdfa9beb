/** The views of the console, in the order of its navigation. */
export const VIEWS = [
  "overview",
  "learners",
  "attempts",
  "scenarios",
  "assignments",
  "heat-map",
  "agreement",
  "passes",
  "disputes",
  "audit",
] as const;
/** A view of the console. */
export type ViewName = (typeof VIEWS)[number];

/** What a view may be narrowed by, in the order in which an address names them. */
export const PARAMETERS = [
  "q",
  "site",
  "cohort",
  "learner",
  "scenario",
  "language",
  "from",
  "before",
  "outcome",
  "review",
  "sort",
  "order",
  "after",
  "zone",
] as const;
/** A parameter of a view. `from` and `before` are days of the zone, `before` the first that is left out. */
export type Parameter = (typeof PARAMETERS)[number];

/** What narrows a view; absent is all. */
export type Query = Readonly<Partial<Record<Parameter, string>>>;

/** Where somebody is in the console: all that a pasted link must bring back. */
export interface Route {
  readonly view: ViewName;
  /** The one learner, attempt or assignment that is shown. */
  readonly id: string | null;
  readonly query: Query;
}

/** Where the console opens. */
export const HOME: Route = { view: "overview", id: null, query: {} };

/** Parameters that say how a list is shown, not what it holds. */
const SHOWING: readonly Parameter[] = ["sort", "order", "after", "zone"];

/** Writes a place as `learners/7f3a?cohort=north`. The same place is always the same text. */
export function formatRoute({ view, id, query }: Route): string {
  const pairs = PARAMETERS.flatMap((name) => {
    const value = query[name];
    return value ? [`${name}=${encodeURIComponent(value)}`] : [];
  });
  const path = id === null ? view : `${view}/${encodeURIComponent(id)}`;
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** Reads what `formatRoute` wrote; what is not understood is left out, and an unknown view is home. */
export function parseRoute(text: string): Route {
  const [path = "", search = ""] = text.split("?", 2);
  const [name, id] = path.split("/", 2);
  const view = VIEWS.find((each) => each === name);
  if (view === undefined) return HOME;
  const given = search.split("&").map((pair) => {
    const [parameter = "", value = ""] = pair.split("=", 2);
    return [parameter, decode(value)] as const;
  });
  const known = PARAMETERS.flatMap((parameter) => {
    const value = given.findLast(([each]) => each === parameter)?.[1];
    return value ? [[parameter, value] as const] : [];
  });
  return { view, id: (id && decode(id)) || null, query: Object.fromEntries(known) };
}

/** The same place with other parameters; a change of what a list holds begins at its first page. */
export function narrow(route: Route, change: Readonly<Partial<Record<Parameter, string>>>): Route {
  const query = { ...route.query, after: "", ...change };
  const set = Object.entries(query).filter(([, value]) => value);
  return { ...route, query: Object.fromEntries(set) };
}

/** Whether anything is left out of a list. */
export function isNarrowed({ query }: Route): boolean {
  return PARAMETERS.some((name) => !SHOWING.includes(name) && query[name]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // A link that was cut in the middle.
    return "";
  }
}
