import { createServer } from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";
import { z } from "zod";
import { CHROMIUM_SWITCHES, ensureChromium } from "./chromium.ts";
import type { TalkLength } from "../../browser/long-talk/wire-talk.ts";

const Cost = z.object({
  turns: z.number(),
  deltas: z.number(),
  firstMs: z.number(),
  lastMs: z.number(),
  longTasks: z.number(),
  slowestMs: z.number(),
  heapBytes: z.number().nullable(),
});
/** What a talk cost one listener; see `program.ts`. */
type TalkCost = z.infer<typeof Cost>;

const SWITCHES = ["--enable-precise-memory-info", "--js-flags=--expose-gc"];

/** Replays one talk into the tag, and in the same browser into OpenAI's own SDK, which keeps the same history. */
export async function runLongTalk(
  length: TalkLength,
): Promise<{ readonly widget: TalkCost; readonly agents: TalkCost }> {
  const program = await bundle();
  const server = createServer((request, response) => {
    const isProgram = request.url === "/program.js";
    response.setHeader("content-type", isProgram ? "text/javascript" : "text/html");
    response.end(isProgram ? program : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...CHROMIUM_SWITCHES, ...SWITCHES],
  });
  try {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The page has no port.");
    const listen = async (kind: "widget" | "agents"): Promise<TalkCost> => {
      const page = await browser.newPage();
      page.on("pageerror", (error) => {
        console.error(`page error: ${error.message}`);
      });
      await page.goto(`http://127.0.0.1:${address.port}/`);
      const cost: unknown = await page.evaluate(
        `listen(${JSON.stringify(kind)}, ${JSON.stringify(length)})`,
      );
      await page.close();
      return Cost.parse(cost);
    };
    return { widget: await listen("widget"), agents: await listen("agents") };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

const PAGE =
  '<!doctype html><title>talk</title><link rel="icon" href="data:,"><script type="module" src="/program.js"></script>';

/** One file of both listeners, made as the product is. */
async function bundle(): Promise<string> {
  const output = await build({
    mode: "single",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      lib: { entry: path.join(import.meta.dirname, "../../browser/long-talk/program.ts") },
    },
  });
  const [first] = [output].flat();
  const chunk = first && "output" in first ? first.output[0] : undefined;
  if (!chunk) throw new Error("Bundling the talk gave no code.");
  return chunk.code;
}
