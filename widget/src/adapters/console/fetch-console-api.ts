import type { ConsoleMember } from "#contract/console/member.ts";
import type { ConsoleAnswers } from "../../domain/console/answers.ts";
import { toJson } from "../../domain/to-json.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import { ConsoleError } from "../../domain/console/console-error.ts";
import type { ConsoleErrorCode } from "../../domain/console/console-error.ts";
import type { ConsoleApi, ConsolePath, ConsoleQuery } from "../../ports/console-api.ts";
import { PLAIN_REQUEST } from "../network/request-json.ts";
import { fetchAtLoad } from "../page/platform.ts";
import { ANSWERS, isConsoleSession, isRefusal } from "./console-checks.ts";

const TIMEOUT_MS = 20_000;
const CODES: Readonly<Record<number, ConsoleErrorCode>> = {
  400: "request_invalid",
  401: "signed_out",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "request_invalid",
  429: "limit_reached",
};

/** Who asks, and how they say who they are. */
export interface ConsoleCaller {
  /** Where the functions are. */
  readonly api: string;
  /** A fresh coach token of the page's server. */
  readonly getCoachToken: () => Promise<unknown>;
}

/** The function `console` over plain `fetch`. The session's token stays in memory, and is renewed by the page's. */
export class FetchConsoleApi implements ConsoleApi {
  readonly #caller: ConsoleCaller;
  #token: string | null = null;
  #signingIn: Promise<ConsoleMember> | null = null;

  constructor(caller: ConsoleCaller) {
    this.#caller = caller;
  }

  /** Askers side by side share one token: it is good for one session. */
  signIn(signal: AbortSignal): Promise<ConsoleMember> {
    return (this.#signingIn ??= this.#signIn(signal).finally(() => {
      this.#signingIn = null;
    }));
  }

  async signOut(): Promise<void> {
    if (this.#token === null) return;
    const { signal } = new AbortController();
    await this.#ask("DELETE", "sessions/current", { signal }).catch(() => undefined);
    this.#token = null;
  }

  async read<Path extends ConsolePath>(
    path: Path,
    { id = null, query = {} }: { readonly id?: string | null; readonly query?: ConsoleQuery },
    signal: AbortSignal,
  ): Promise<ConsoleAnswers[Path]> {
    const search = Object.entries(query)
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join("&");
    const place = path.replace(":id", encodeURIComponent(id ?? ""));
    const answer = await this.#askAgain("GET", search ? `${place}?${search}` : place, { signal });
    if (!ANSWERS[path](answer)) throw new ConsoleError("unreachable");
    return answer;
  }

  async send(method: string, path: string, body: unknown = {}): Promise<void> {
    const { signal } = new AbortController();
    await this.#askAgain(method, path, { signal, body });
  }

  async #signIn(signal: AbortSignal): Promise<ConsoleMember> {
    const token = await this.#caller.getCoachToken().catch((cause: unknown) => {
      throw new ConsoleError("signed_out", { cause });
    });
    if (typeof token !== "string" || token === "") throw new ConsoleError("signed_out");
    this.#token = null;
    const answer = await this.#ask("POST", "sessions", { signal, body: { token } });
    if (!isConsoleSession(answer)) throw new ConsoleError("unreachable");
    this.#token = answer.token;
    return answer.member;
  }

  /** A session that is over is begun anew, once. */
  async #askAgain(method: string, path: string, request: Asked): Promise<unknown> {
    try {
      return await this.#ask(method, path, request);
    } catch (error) {
      if (!(error instanceof ConsoleError) || error.code !== "signed_out") throw error;
      await this.signIn(new AbortController().signal);
      return await this.#ask(method, path, request);
    }
  }

  async #ask(method: string, path: string, { signal, body }: Asked): Promise<unknown> {
    const headers = withoutPrototype<Record<string, string>>({
      ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    });
    const options = withoutPrototype<RequestInit>({
      ...PLAIN_REQUEST,
      method,
      headers,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(body === undefined ? {} : { body: toJson(body) }),
    });
    const response = await fetchAtLoad(`${this.#caller.api}/console/${path}`, options).catch(
      (cause: unknown) => {
        throw new ConsoleError("unreachable", { cause });
      },
    );
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer;
    const problem = isRefusal(answer) ? answer : null;
    throw new ConsoleError(CODES[response.status] ?? "unreachable", {
      requestId: problem?.requestId ?? null,
      reason: problem?.code ?? null,
    });
  }
}

interface Asked {
  readonly signal: AbortSignal;
  readonly body?: unknown;
}
