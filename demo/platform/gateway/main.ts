// The gateway as a process of its own. Reads the environment names of hosted Supabase, API_PORT and,
// where other functions than the project's are to be served, FUNCTIONS_FOLDER; FUNCTIONS_WALL_CLOCK_MS is
// how long a request and what it began may last, and FUNCTIONS_WAKING_MS, JSON, how long each call of a
// function waits for it to wake up. Prints one line that
// begins with "ready", stops on SIGTERM or SIGINT.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { readKeys } from "./read-keys.ts";
import { startGateway } from "./start-gateway.ts";
import { DEFAULT_WALL_CLOCK_MS } from "./wall-clock.ts";

// Hosted, a function that leaves a rejection behind ends its own worker alone, never its neighbours.
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  console.error("unhandled rejection:", event.reason);
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  console.error("uncaught error:", event.error);
});

const WakingMs = z.record(z.string(), z.number());

const folder = Deno.env.get("FUNCTIONS_FOLDER");
const wallClockMs = Number(Deno.env.get("FUNCTIONS_WALL_CLOCK_MS") || DEFAULT_WALL_CLOCK_MS);
const wakingMs: unknown = JSON.parse(Deno.env.get("FUNCTIONS_WAKING_MS") || "{}");
const port = Number(Deno.env.get("API_PORT") ?? 54_321);
try {
  const gateway = await startGateway({
    ...readKeys((name) => Deno.env.get(name)),
    databaseUrl: Deno.env.get("SUPABASE_DB_URL") ?? "",
    port,
    wallClockMs,
    wakingMs: WakingMs.parse(wakingMs),
    ...(folder ? { functionsFolder: pathToFileURL(`${folder}/`) } : {}),
  });
  const stop = async (): Promise<void> => {
    await gateway.stop();
    Deno.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
  console.log(`ready ${gateway.url} with ${gateway.functions.join(", ") || "no function"}`);
} catch (error) {
  console.error(
    error instanceof Deno.errors.AddrInUse
      ? `Port ${port} on 127.0.0.1 is taken: set API_PORT to another one for the functions.`
      : error instanceof Error
        ? error.message
        : error,
  );
  Deno.exit(1);
}
