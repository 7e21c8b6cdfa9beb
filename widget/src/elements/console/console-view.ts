import type { TemplateResult } from "lit";
import type { ConsoleMember } from "#contract/console/member.ts";
import type { Parameter, Route, ViewName } from "../../domain/console/route.ts";
import type { ConsoleTexts } from "../../locales/en/console.ts";
import type { KeySetting } from "./console-keys.ts";
import type { SavedView } from "./saved-views.ts";
import type { ConsoleApi, ConsoleQuery } from "../../ports/console-api.ts";

/** What a view knows of the console around it. */
export interface ViewContext {
  readonly api: ConsoleApi;
  readonly texts: ConsoleTexts;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** In which days begin and times are told. */
  readonly timeZone: string;
  readonly member: ConsoleMember;
  readonly route: Route;
  /** The route's parameters as the server takes them. */
  readonly query: ConsoleQuery;
  readonly savedViews: readonly SavedView[];
  readonly keySetting: KeySetting;
  /** The address of another place, for links. */
  readonly linkTo: (route: Route) => string;
  readonly go: (route: Route) => void;
  /** Asks for the view anew, after a change, and says what happened to whoever cannot see it. */
  readonly reload: (said?: string) => void;
}

/** A cell of a table: its words, as a file has them too, and how they are drawn where that is more. */
export interface Cell {
  readonly text: string;
  readonly view?: unknown;
  /** A level from 0 to 5 that the cell is shaded by; its words say it too. */
  readonly tone?: number | null;
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** What the server sorts by; absent where it does not. */
  readonly sort?: string;
  readonly isNumber?: boolean;
}

/** A table: what is on the screen, and what a file gets of it. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** True where its columns stay side by side and scroll, since they are compared. */
  readonly isWide?: boolean;
  /** The first cell names its row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A view with its data. */
export interface Shown {
  readonly title: string;
  /** Draws what stands above the table or in its place, with the console as it is then. */
  readonly draw?: (context: ViewContext) => TemplateResult;
  readonly table?: Table;
  /** How many rows there are on all pages, and where the next page begins. */
  readonly total?: number;
  readonly next?: string | null;
  /** Said where there is no row: why it is empty, and what to do. */
  readonly empty?: string;
}

/** A view: what it may be narrowed by, and how it is made from the server's answer. */
export interface ConsoleView {
  readonly filters: readonly Parameter[];
  /** @throws {ConsoleError} */
  readonly load: (context: ViewContext, signal: AbortSignal) => Promise<Shown>;
}

/** Fetches a view: those that open first come with the console, the others when they are opened. */
export type LoadView = (view: ViewName, hasId: boolean) => Promise<ConsoleView>;
