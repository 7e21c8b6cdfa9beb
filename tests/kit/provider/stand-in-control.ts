import { z } from "zod";
import type { Stage } from "../stack/stage.ts";

const Calls = z.object({
  calls: z.array(z.object({ id: z.string(), state: z.string() })),
});

/** How a test sees its site's calls in the stand-in, and breaks their network. */
export interface StandInControl {
  /** Ids of the calls that are not over. */
  listLive(): Promise<readonly string[]>;
  /** Lets all calls to come, whoever's they are, go through a relay that can be cut, or no more. */
  relayCalls(isRelayed: boolean): Promise<void>;
  /** Cuts, or mends, the network of the live calls; a page without network begins no other. */
  setCut(isCut: boolean): Promise<void>;
  /** Lets every reply of the live calls fail. */
  failReplies(): Promise<void>;
  /** Lets every live call vanish without a word. */
  dropCalls(): Promise<void>;
}

/** Controls the stand-in of a stage. */
export function controlStandIn({ urls, sql, site }: Stage): StandInControl {
  const base = `${urls.realtime ?? ""}/stand-in`;
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
    const rows = await sql<{ id: string }[]>`
      select c.provider_call_id as id from coach.calls c join coach.sessions s on s.id = c.session_id
      where s.site_id = ${site.id}`;
    const own = new Set(rows.map(({ id }) => id));
    return calls.filter(({ id, state }) => state !== "ended" && own.has(id)).map(({ id }) => id);
  };
  return {
    listLive,
    async relayCalls(isRelayed) {
      await send("PATCH", "faults", { network: isRelayed ? { isCut: false } : null });
    },
    async setCut(isCut) {
      for (const id of await listLive()) {
        await send("PATCH", `calls/${id}/faults`, { network: { isCut } });
      }
    },
    async failReplies() {
      const faults = { nextResponse: "rate_limit_exceeded", nextResponseLasts: true };
      for (const id of await listLive()) await send("PATCH", `calls/${id}/faults`, faults);
    },
    async dropCalls() {
      for (const id of await listLive()) await send("POST", `calls/${id}/drop`);
    },
  };
}
