import { z } from "zod";

const Calls = z.object({
  calls: z.array(z.object({ id: z.string(), state: z.string() })),
});

/** How a test sees the stand-in's calls, and breaks their network. */
export interface StandInControl {
  /** Ids of the calls that are not over. */
  listLive(): Promise<readonly string[]>;
  /** Lets all calls to come go through a relay that can be cut. */
  relayCalls(): Promise<void>;
  /** Cuts, or mends, the network of the live calls and of those to come. */
  setCut(isCut: boolean): Promise<void>;
  /** Lets every live call vanish without a word. */
  dropCalls(): Promise<void>;
}

/** Controls the stand-in at `url`. */
export function controlStandIn(url: string): StandInControl {
  const base = `${url}/stand-in`;
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${base}/${path}`, init);
    if (!response.ok && response.status !== 404) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return await response.json();
  };
  const listLive = async (): Promise<readonly string[]> => {
    const { calls } = Calls.parse(await send("GET", "calls"));
    return calls.filter(({ state }) => state !== "ended").map(({ id }) => id);
  };
  return {
    listLive,
    async relayCalls() {
      await send("PATCH", "faults", { network: { isCut: false } });
    },
    async setCut(isCut) {
      await send("PATCH", "faults", { network: { isCut } });
      for (const id of await listLive()) {
        await send("PATCH", `calls/${id}/faults`, { network: { isCut } });
      }
    },
    async dropCalls() {
      for (const id of await listLive()) await send("POST", `calls/${id}/drop`);
    },
  };
}
