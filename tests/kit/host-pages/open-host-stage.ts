import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openStage, type Stage } from "../stack/stage.ts";
import { writeHostFiles } from "./host-files.ts";
import { type HostPage, renderHostPage } from "./host-page.ts";
import { type HostServers, serveHostPages } from "./serve-host-pages.ts";

/** The whole product, and the servers of the host pages beside it. */
export interface HostStage {
  readonly stage: Stage;
  readonly servers: HostServers;
  /** Fills `{host}` and its like in. */
  fill(text: string): string;
  /** Serves a page, or a frame around it, and gives its address. */
  publish(page: HostPage): string;
  close(): Promise<void>;
}

/** Serves the one-file widget too, and lets both servers' origins embed the demo site. */
export async function openHostStage(): Promise<HostStage> {
  const stage = await openStage();
  const folder = path.join(stage.folder, "host-pages");
  await writeHostFiles(folder);
  const single = await readFile(path.join(folder, "pinned/maka-voice-coach.single.js"));
  const hash = `sha384-${createHash("sha384").update(single).digest("base64")}`;
  const servers = await serveHostPages(folder);
  await stage.sql`
    update coach.sites set origins = origins || ${[servers.host, servers.cdn]}
    where id = ${stage.site.id}`;
  const values: Readonly<Record<string, string>> = {
    host: servers.host,
    cdn: servers.cdn,
    api: stage.urls.api,
    functions: stage.urls.functions,
    hash,
    key: stage.site.embedKey,
  };
  const fill = (text: string): string =>
    text.replace(/\{(host|cdn|api|functions|hash|key)\}/g, (_, name: string) => values[name] ?? "");
  return {
    stage,
    servers,
    fill,
    publish(page) {
      const place = `/${page.name.replace(/\W+/g, "-").toLowerCase()}`;
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(page.headers ?? {})) headers[name] = fill(value);
      servers.pages.set(place, { body: fill(renderHostPage(page)), headers });
      if (page.framedWith === undefined) return `${servers.host}${place}`;
      const frame = `<iframe src="${servers.host}${place}" width="800" height="900" ${page.framedWith}></iframe>`;
      servers.pages.set(`${place}-frame`, {
        body: `<!doctype html><title>Frame</title>${frame}`,
        headers: {},
      });
      return `${servers.cdn}${place}-frame`;
    },
    async close() {
      await servers.close();
      await stage.close();
    },
  };
}
