import type { ConsoleApi } from "../../ports/console-api.ts";
import type { ConsolePage } from "../../ports/console-page.ts";
import type { LoadView } from "./console-view.ts";

/** What the console's element needs of the outside; its entry hands it in. */
export interface ConsoleServices {
  /** The function `console` at an address, for whoever the page's server says. */
  readonly createApi: (caller: {
    readonly api: string;
    readonly getCoachToken: () => Promise<unknown>;
  }) => ConsoleApi;
  readonly page: ConsolePage;
  readonly loadView: LoadView;
}
