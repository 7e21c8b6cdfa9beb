import type { Command } from "../../supabase/cli/command.ts";

/** What a command about scenarios works with. */
export interface ScenarioContext {
  /** Where the scenario files are. */
  readonly folder: string;
}

/** One command of `npm run scenarios`. */
export type ScenarioCommand = Command<ScenarioContext>;
