import type { ResolveHost } from "./webhook-target.ts";

/** Asks the platform's resolver, where it has one; a name without addresses has none. */
export const resolveByDeno: ResolveHost = async (host) => {
  if (typeof Deno.resolveDns !== "function") return null;
  const ask = (type: "A" | "AAAA") => Deno.resolveDns(host, type).catch(toNoAddress);
  return (await Promise.all([ask("A"), ask("AAAA")])).flat();
};

function toNoAddress(error: unknown): string[] {
  if (error instanceof Deno.errors.NotFound) return [];
  throw error;
}
