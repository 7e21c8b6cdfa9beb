import type { ConsoleMember } from "#contract/console/member.ts";
import type { ConsoleAnswers } from "../domain/console/answers.ts";
import type { Query } from "../domain/console/route.ts";

/** What can be asked for, by the name of its answer; a `:id` stands for what is shown. */
export type ConsolePath = keyof ConsoleAnswers;

/** What narrows a request: as in an address, with instants in the place of days, and how many. */
export type ConsoleQuery = Query & { readonly limit?: string };

/** What is asked of the function `console`. */
export interface ConsoleApi {
  /**
   * Begins a session with a token of the page's, and says who it is of.
   * @throws {ConsoleError}
   */
  signIn(signal: AbortSignal): Promise<ConsoleMember>;
  /** Ends the session at the server too. Never fails: what is left ends by itself. */
  signOut(): Promise<void>;
  /** @throws {ConsoleError} */
  read<Path extends ConsolePath>(
    path: Path,
    request: { readonly id?: string | null; readonly query?: ConsoleQuery },
    signal: AbortSignal,
  ): Promise<ConsoleAnswers[Path]>;
  /**
   * Changes something. What the server answers is read anew where it is shown.
   * @throws {ConsoleError}
   */
  send(method: "POST" | "PATCH" | "PUT" | "DELETE", path: string, body?: unknown): Promise<void>;
}
