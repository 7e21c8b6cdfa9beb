import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from "jose";
import * as z from "zod";

const SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/";
const SCORE_TYPE = "application/vnd.ims.lis.v1.score+json";
const LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json";

/** How platforms were seen to depart from what one would expect; a test switches them. */
export interface AgsQuirks {
  /** A score that is not fully graded, or says no number, erases the grade there is. */
  erasesUnlessGraded: boolean;
  /** A score of the same second, or an earlier one, is refused. */
  conflictsWithinSecond: boolean;
  /** A score without a comment erases the comment there is. */
  erasesComment: boolean;
  /** A score without `submittedAt` counts as handed in now: late. */
  movesSubmission: boolean;
  /** An audience that is a list ends in an error. */
  breaksOnAudienceList: boolean;
  /** Scopes that were not granted are left out where others were asked for; alone they are refused. */
  leavesOutScopes: boolean;
  /** A search for columns answers with all of them. */
  ignoresSearch: boolean;
  /** A search for results answers with everybody's. */
  ignoresUser: boolean;
  /** Columns come one a page. */
  pagesLineItems: boolean;
  /** Grades are kept in whole points. */
  keepsWholePoints: boolean;
}

const MEASURED: AgsQuirks = {
  ...{ erasesUnlessGraded: true, conflictsWithinSecond: true, erasesComment: true },
  ...{ movesSubmission: true, breaksOnAudienceList: true, leavesOutScopes: true },
  ...{ ignoresSearch: true, ignoresUser: true, pagesLineItems: true, keepsWholePoints: false },
};

/** What goes wrong with one request. `lost` ones were heard, and their answer never came. */
export type AgsFault = "away" | "lost" | "busy" | "broken" | "revoked" | "slow_down";

/** A learner's place in a column. */
export interface AgsGrade {
  /** Points of the column's maximum; null: erased. */
  points: number | null;
  comment: string | null;
  /** Of the newest score. */
  second: number;
  isLate: boolean;
  /** What was taken, in its order. */
  readonly taken: { readonly points: number | null; readonly comment: string | null }[];
}

/** A column of the gradebook. */
export interface AgsLineItem {
  readonly id: string;
  readonly resourceLinkId: string | null;
  readonly tag: string | null;
  readonly scoreMaximum: number;
  /** Whose column it is: others are refused. */
  readonly isForeign?: boolean;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** What a platform knows of the tool. */
export interface AgsTool {
  readonly clientId: string;
  readonly keys: readonly JWK[];
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** The grade services of a learning platform with all that was seen of them, and faults on demand. */
export class HostileAgs {
  readonly base: string;
  readonly quirks: AgsQuirks = { ...MEASURED };
  readonly tool: AgsTool;
  readonly lineItems = new Map<string, AgsLineItem>();
  /** By column and user. */
  readonly grades = new Map<string, AgsGrade>();
  /** Users whose scores are refused: not of the course, or teachers. */
  readonly outsiders = new Set<string>();
  /** Everything that was asked, and with what it was answered. */
  readonly log: { readonly path: string; readonly status: number; readonly body: string }[] = [];
  readonly #tokens = new Map<string, readonly string[]>();
  readonly #jtis = new Set<string>();
  /** How long a request is on its way, in milliseconds. */
  latency: (path: string) => number = () => 0;
  /** What goes wrong with a request; null: nothing. */
  fault: (path: string, method: string) => AgsFault | null = () => null;

  constructor(base: string, tool: AgsTool) {
    this.base = base;
    this.tool = tool;
  }

  /** Adds a column, as a platform does that names it in its launches. */
  addLineItem(changes: Partial<AgsLineItem> = {}): AgsLineItem {
    const id = changes.id ?? `${this.base}/lineitems/${this.lineItems.size + 1}?type_id=7`;
    const item = { resourceLinkId: null, tag: null, scoreMaximum: 100, ...changes, id };
    this.lineItems.set(id, item);
    return item;
  }

  /** What a learner has in a column. */
  gradeOf(lineItem: string, user: string): AgsGrade | null {
    return this.grades.get(`${lineItem} ${user}`) ?? null;
  }

  /** Sets a grade as a teacher does. */
  setGrade(lineItem: string, user: string, points: number | null): void {
    const found = this.#gradeOf(lineItem, user);
    found.points = points;
  }

  /** Answers as `fetch` does, by which it stands for the network too. */
  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body;
    const asked: Asked = {
      ...{ method: init.method ?? "GET", url: new URL(url) },
      ...{ headers: new Headers(init.headers), body: typeof body === "string" ? body : "" },
    };
    const path = asked.url.pathname;
    const latencyMs = this.latency(path);
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const fault = this.fault(path, asked.method);
    if (fault === "away") throw new TypeError("nobody answers");
    if (fault === "revoked") this.#tokens.clear();
    const early = { busy: 503, slow_down: 429 }[String(fault)];
    const response =
      early === undefined ? await this.#answer(asked) : new Response(null, { status: early });
    this.log.push({ path: path + asked.url.search, status: response.status, body: asked.body });
    if (fault === "lost") throw new DOMException("", "TimeoutError");
    return fault === "broken" ? new Response("<h1>Error</h1>", { status: 502 }) : response;
  };

  async #answer(asked: Asked): Promise<Response> {
    const { pathname } = asked.url;
    if (pathname.endsWith("/token")) return await this.#giveToken(asked);
    const scopes = this.#tokens.get(asked.headers.get("authorization") ?? "");
    if (scopes === undefined) return new Response(null, { status: 401 });
    const has = (name: string): boolean => scopes.includes(SCOPE + name);
    if (pathname.endsWith("/lineitems")) return this.#serveLineItems(asked, has);
    const column = /^(.*)\/(scores|results)$/.exec(pathname);
    if (column === null) return noHandler();
    const id = this.#findColumn(asked.url, column[1] ?? "");
    const item = this.lineItems.get(id);
    if (item === undefined) return new Response(null, { status: 404 });
    if (item.isForeign === true) return new Response(null, { status: 412 });
    if (column[2] === "results")
      return has("result.readonly") ? this.#results(asked, item) : forbidden();
    return has("score") ? this.#take(asked, item) : forbidden();
  }

  /** A column's query stands behind its path, and beside what was asked. */
  #findColumn(url: URL, path: string): string {
    const found = [...this.lineItems.keys()].find((id) => new URL(id).pathname === path);
    if (found === undefined) return "";
    const isWhole = [...new URL(found).searchParams].every(
      ([name, value]) => url.searchParams.get(name) === value,
    );
    return isWhole ? found : "";
  }

  async #giveToken({ body }: Asked): Promise<Response> {
    const form = new URLSearchParams(body);
    const assertion = form.get("client_assertion") ?? "";
    const { kid } = decodeProtectedHeader(assertion);
    const key = this.tool.keys.find((each) => each.kid === kid);
    if (key === undefined) return refuse("invalid_client");
    const { payload } = await jwtVerify(assertion, await importJWK(key, "RS256"));
    if (Array.isArray(payload.aud) && this.quirks.breaksOnAudienceList) {
      return new Response(null, { status: 500 });
    }
    if (!this.#isOfTool(payload)) return refuse("invalid_client");
    const wanted = (form.get("scope") ?? "").split(" ");
    const granted = wanted.filter((scope) => this.tool.scopes.includes(scope));
    const least = this.quirks.leavesOutScopes ? 1 : wanted.length;
    if (granted.length < least) return refuse("invalid_scope");
    const token = `token-${this.#jtis.size}`;
    this.#tokens.set(`Bearer ${token}`, granted);
    return Response.json({
      ...{ access_token: token, token_type: "Bearer" },
      ...{ expires_in: 3_600, scope: granted.join(" ") },
    });
  }

  /** Each assertion is good for one token, of this tool, within minutes. */
  #isOfTool({ iss, sub, aud, jti = "", exp = 0, iat = 0 }: JWTPayload): boolean {
    const isOwn = iss === this.tool.clientId && sub === iss && aud === this.tool.audience;
    const isFresh = !this.#jtis.has(jti) && exp - iat <= 300;
    this.#jtis.add(jti);
    return isOwn && isFresh;
  }

  #serveLineItems({ method, url, headers, body }: Asked, has: (name: string) => boolean): Response {
    if (method === "POST") {
      if (!has("lineitem")) return forbidden();
      if (!isType(headers, LINE_ITEM_TYPE)) return noHandler();
      const given = JSON.parse(body) as Partial<AgsLineItem>;
      return Response.json(this.addLineItem({ ...given, id: this.#newId() }), { status: 201 });
    }
    if (!has("lineitem") && !has("lineitem.readonly")) return forbidden();
    const wanted = url.searchParams.get("resource_link_id");
    const found = [...this.lineItems.values()].filter(
      (item) => this.quirks.ignoresSearch || item.resourceLinkId === wanted,
    );
    if (!this.quirks.pagesLineItems) return Response.json(found);
    const page = Number(url.searchParams.get("page") ?? "0");
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const link = page + 1 < found.length ? { link: `<${next.href}>; rel="next"` } : {};
    return Response.json(found.slice(page, page + 1), { headers: link });
  }

  #newId(): string {
    return `${this.base}/lineitems/made-${this.lineItems.size + 1}`;
  }

  #results({ url }: Asked, item: AgsLineItem): Response {
    const user = url.searchParams.get("user_id");
    const all = [...this.grades]
      .filter(([key]) => key.startsWith(`${item.id} `))
      .map(([key, grade]) => ({ userId: key.slice(item.id.length + 1), grade }))
      .filter(({ userId }) => this.quirks.ignoresUser || userId === user);
    return Response.json(
      all.map(({ userId, grade }) => ({
        ...{ id: `${item.id}/results/${userId}`, scoreOf: item.id, userId },
        ...(grade.points === null
          ? {}
          : { resultScore: grade.points, resultMaximum: item.scoreMaximum }),
      })),
    );
  }

  #take({ headers, body }: Asked, item: AgsLineItem): Response {
    if (!isType(headers, SCORE_TYPE)) return noHandler();
    const score = Score.parse(JSON.parse(body));
    const at = Date.parse(score.timestamp ?? "");
    const { userId } = score;
    if (userId === undefined || this.outsiders.has(userId) || Number.isNaN(at)) return bad();
    const grade = this.#gradeOf(item.id, userId);
    const second = Math.floor(at / 1_000);
    if (this.quirks.conflictsWithinSecond && second <= grade.second) {
      return new Response(null, { status: 409 });
    }
    if (isGraded(score) && score.scoreMaximum === undefined) return bad();
    grade.second = second;
    if (isGraded(score)) this.#write(grade, score, this.#toPoints(score, item));
    else if (this.quirks.erasesUnlessGraded) this.#write(grade, score, null);
    return new Response(null, { status: 200 });
  }

  #toPoints({ scoreGiven = 0, scoreMaximum = 1 }: Score, item: AgsLineItem): number {
    const points = (Math.min(scoreGiven, scoreMaximum) * item.scoreMaximum) / scoreMaximum;
    return this.quirks.keepsWholePoints ? Math.round(points) : points;
  }

  #write(grade: AgsGrade, { comment, submission }: Score, points: number | null): void {
    grade.points = points;
    if (comment !== undefined) grade.comment = comment;
    else if (this.quirks.erasesComment) grade.comment = null;
    if (this.quirks.movesSubmission && submission?.submittedAt === undefined) grade.isLate = true;
    grade.taken.push({ points: grade.points, comment: grade.comment });
  }

  #gradeOf(lineItem: string, user: string): AgsGrade {
    const key = `${lineItem} ${user}`;
    const found = this.grades.get(key) ?? {
      ...{ points: null, comment: null, second: 0, isLate: false, taken: [] },
    };
    this.grades.set(key, found);
    return found;
  }
}

/** Numbers may come as text. */
const Score = z.object({
  userId: z.string().optional(),
  timestamp: z.string().optional(),
  scoreGiven: z.coerce.number().optional(),
  scoreMaximum: z.coerce.number().optional(),
  gradingProgress: z.string().optional(),
  comment: z.string().optional(),
  submission: z.object({ submittedAt: z.string().optional() }).optional(),
});
type Score = z.infer<typeof Score>;

function isGraded({ gradingProgress, scoreGiven }: Score): boolean {
  return gradingProgress === "FullyGraded" && scoreGiven !== undefined;
}

function bad(): Response {
  return new Response(null, { status: 400 });
}

function isType(headers: Headers, type: string): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim() === type;
}

function noHandler(): Response {
  return new Response("No handler found", { status: 400 });
}

function forbidden(): Response {
  return new Response(null, { status: 403 });
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 400 });
}
