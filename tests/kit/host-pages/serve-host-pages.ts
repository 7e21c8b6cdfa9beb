import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** A page as it is sent. */
export interface ServedPage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Servers of one set of pages: the pages' own, and a foreign one, which is another origin. */
export interface HostServers {
  readonly host: string;
  readonly cdn: string;
  /** The set, by path; it may grow while they listen. */
  readonly pages: Map<string, ServedPage>;
  /** Scripts beside the widget's, by path. */
  readonly scripts: Map<string, string>;
  close(): Promise<void>;
}

/** Serves pages beside `/widget/…` and `/pinned/…` from `folder`, whose files any origin may load. */
export async function serveHostPages(folder: string): Promise<HostServers> {
  const pages = new Map<string, ServedPage>();
  const scripts = new Map<string, string>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const page = pages.get(pathname);
    if (page) {
      response.writeHead(200, { "content-type": "text/html", ...page.headers }).end(page.body);
      return;
    }
    const isFile =
      /^\/(?:widget|pinned)\/[\w./-]+\.js$/.test(pathname) && !pathname.includes("../../support");
    const built = isFile ? await readFile(path.join(folder, pathname)).catch(() => null) : null;
    const file = scripts.get(pathname) ?? built;
    const headers = {
      "content-type": "text/javascript",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    };
    if (file) response.writeHead(200, headers).end(file);
    else response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
  };
  const listen = async (): Promise<{ url: string; close: () => Promise<void> }> => {
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    return { url: `http://127.0.0.1:${port}`, close };
  };
  const [host, cdn] = [await listen(), await listen()];
  return {
    host: host.url,
    cdn: cdn.url,
    pages,
    scripts,
    close: async () => {
      await Promise.all([host.close(), cdn.close()]);
    },
  };
}
