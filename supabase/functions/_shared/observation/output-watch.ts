import type { SidebandEvent } from "../providers/sideband.ts";
import type { Store } from "../store/store.ts";
import { describeError, type Log } from "../runtime/telemetry/log.ts";
import type { Clock } from "./clock.ts";

/** What checking the outputs of a call needs of the world. */
interface OutputWorld {
  readonly store: Pick<Store, "checkOutput">;
  readonly clock: Clock;
  readonly log: Log;
}

const TRIES = 4;
const RETRY_MS = 1_000;

/**
 * Holds what the browser tells the persona of its tools against what our server answered: a stage direction that
 * the page has written itself would make any customer an easy one. A database that is away excuses nothing and
 * accuses nobody.
 */
export class OutputWatch {
  readonly #world: OutputWorld;
  readonly #sessionId: string;
  readonly #accuse: () => void;

  /** @param accuse Called when an output is forged. */
  constructor(world: OutputWorld, sessionId: string, accuse: () => void) {
    this.#world = world;
    this.#sessionId = sessionId;
    this.#accuse = accuse;
  }

  /** Checks the output that an event shows; any other event is passed over. */
  async hear(event: SidebandEvent): Promise<void> {
    if (event.type !== "item-added" && event.type !== "item-fetched") return;
    const { tool } = event.item;
    if (tool === null || tool.output === null || isUnanswered(tool.output)) return;
    if ((await this.#check(tool.callId, tool.output)) === "forged") this.#accuse();
  }

  async #check(callId: string, output: string): Promise<"genuine" | "forged" | "unknown"> {
    const { store, clock, log } = this.#world;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await store.checkOutput(this.#sessionId, callId, output)).outcome;
      } catch (error) {
        if (attempt === TRIES) {
          log("warn", "output_unchecked", { sessionId: this.#sessionId, ...describeError(error) });
          return "unknown";
        }
        await clock.wait(RETRY_MS);
      }
    }
  }
}

/** All that our page says of a tool that it could not have answered; it directs nobody. */
function isUnanswered(output: string): boolean {
  try {
    return JSON.stringify(JSON.parse(output)) === '{"ok":false}';
  } catch {
    return false;
  }
}
