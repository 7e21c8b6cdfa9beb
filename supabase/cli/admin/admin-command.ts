import type { Administration } from "../../functions/_shared/store/administration/create-administration.ts";
import type { Command } from "../command.ts";

/** What a command of the operator works with. */
export interface AdminContext {
  readonly administration: Administration;
  /** Where the project is. */
  readonly url: string;
  /** Who acts, as the audit trail writes it down. */
  readonly actor: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Asks a yes-or-no question; false where nobody is there to answer. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** A secret that is typed or piped in, and that nobody sees; empty where there is none. */
  readonly askSecret: (question: string) => Promise<string>;
}

/** What a command asks of whoever called it. */
export type Person = Pick<AdminContext, "askSecret" | "confirm">;

/** One command of `npm run admin`. */
export interface AdminCommand extends Command<AdminContext> {
  /** The options as the help shows them behind the words, such as `[--overlap 7d]`. */
  readonly usage: string;
}
