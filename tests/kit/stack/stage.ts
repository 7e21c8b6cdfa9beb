import { randomBytes } from "node:crypto";
import path from "node:path";
import postgres from "postgres";
import { createScratchFolder } from "./scratch-folder.ts";
import { joinStack, type Stack } from "./shared-stack.ts";
import { createSite, serveSitePages, type TestSite } from "./test-site.ts";

/** The product as one test file has it: a site of its own with the demo pages, and a way into the database. */
export interface Stage {
  /** The demo pages among them are the site's own. */
  readonly urls: Stack["urls"];
  readonly site: TestSite;
  readonly sql: postgres.Sql;
  /** For files of the test. */
  readonly folder: string;
  /** The product's secrets, and its logs below `logs/`; it may serve other files too. */
  readonly stateFolder: string;
  close(): Promise<void>;
}

/**
 * Opens a stage for one test file, on the stack that `npm run test:e2e` shares among all.
 *
 * @param options `isOwn` for a stack that the file may break.
 */
export async function openStage({ isOwn = false } = {}): Promise<Stage> {
  const [scratch, stack] = await Promise.all([createScratchFolder(), joinStack(isOwn)]);
  const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => undefined });
  const embedKey = `mk_${randomBytes(6).toString("hex")}`;
  const pages = await serveSitePages(
    path.join(scratch.path, "pages"),
    embedKey,
    new URL(stack.urls.api).origin,
  );
  const close = async (): Promise<void> => {
    await pages.stop();
    await sql.end();
    await stack.stop();
    await scratch.remove();
  };
  try {
    return {
      urls: { ...stack.urls, demo: pages.url },
      site: await createSite(sql, embedKey, [pages.url]),
      sql,
      folder: scratch.path,
      stateFolder: stack.stateFolder,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until `holds` does, asking every 100 ms. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${timeoutMs / 1_000} s`);
}
