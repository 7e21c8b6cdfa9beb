import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import sirv from "sirv";
import { z } from "zod";
import { projectPath } from "./project-paths.ts";
import { findPackage } from "./serve-package.ts";

const HeadersFile = z.record(z.string(), z.string());

/** Where the pages come from, and which functions they call. */
export interface PagesServerOptions {
  /** 0 chooses a free one. */
  readonly port: number;
  /** Origin of the gateway: `%API%` in a page and `{api}` in its headers stand for it. */
  readonly apiOrigin: string;
  /** Default: the demo pages. */
  readonly pagesFolder?: string | undefined;
  /** Default: what the build wrote. */
  readonly widgetFolder?: string | undefined;
  /** Signs coach tokens at `/coach-token?as=`, as a partner's own server does for who is signed in there. */
  readonly signCoachToken?: (as: string) => Promise<string>;
}

/** A server of static pages that listens. */
export interface PagesServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Serves the demo pages at `/`, the built widget at `/widget/` and packages of it at `/packages/`, as foreign sites would. A
 * page's headers, its Content-Security-Policy for one, stand in `<page>.headers.json` beside it.
 */
export function startPagesServer(options: PagesServerOptions): Promise<PagesServer> {
  const pages = options.pagesFolder ?? projectPath("demo/pages");
  const assets = sirv(pages, { dev: true, etag: true, ignores: [/\.headers\.json$/] });
  const widgetFolder = options.widgetFolder ?? projectPath("dist");
  const widget = sirv(widgetFolder, {
    ...{ dev: true, etag: true },
    // A package's page lies on a platform's origin.
    setHeaders: (response) => response.setHeader("access-control-allow-origin", "*"),
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
    const { pathname } = url;
    const notFound = (): void => {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    };
    if (pathname.startsWith("/widget/")) {
      request.url = pathname.slice("/widget".length);
      widget(request, response, notFound);
    } else if (pathname.startsWith("/packages/")) {
      const setting = { pagesOrigin: url.origin, apiOrigin: options.apiOrigin, widgetFolder };
      const found = await findPackage(url, setting);
      if (found) response.writeHead(200, { "content-type": "application/zip" }).end(found);
      else notFound();
    } else if (pathname === "/coach-token") {
      const token = await signCoachToken(url, options);
      if (token === undefined) notFound();
      else response.writeHead(200, { "content-type": "text/plain" }).end(token);
    } else if (/(?:\/|\.html)$/.test(pathname)) {
      const page = await renderPage(pages, pathname, options.apiOrigin);
      if (page === undefined) notFound();
      else response.writeHead(200, page.headers).end(page.body);
    } else if (pathname.endsWith(".headers.json")) {
      notFound();
    } else {
      assets(request, response, notFound);
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.stderr.write(`page ${request.url ?? ""} failed: ${String(error)}\n`);
      response.writeHead(500, { "content-type": "text/plain" }).end("The page failed.\n");
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : options.port;
      const stop = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => {
            closed();
          });
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}`, stop });
    });
  });
}

/** Undefined where nobody signs any. */
async function signCoachToken(
  { searchParams }: URL,
  { signCoachToken: sign }: PagesServerOptions,
): Promise<string | undefined> {
  return await sign?.(searchParams.get("as") ?? "");
}

interface Page {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function renderPage(
  folder: string,
  pathname: string,
  apiOrigin: string,
): Promise<Page | undefined> {
  const relative = decodePath(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  if (relative === undefined) return undefined;
  // Joined below a root first, "../" cannot lead out of the folder.
  const file = path.join(folder, path.posix.join("/", relative));
  const template = await readFile(file, "utf8").catch(() => undefined);
  if (template === undefined) return undefined;
  const own = await readHeaders(file.replace(/\.html$/, ".headers.json"), apiOrigin);
  return {
    body: template.replaceAll("%API%", `${apiOrigin}/functions/v1`),
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache", ...own },
  };
}

function decodePath(pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname);
    return decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined; // Not a path of ours: answered with 404.
  }
}

async function readHeaders(file: string, apiOrigin: string): Promise<Record<string, string>> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return {};
  const headers = HeadersFile.parse(JSON.parse(text));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll("{api}", apiOrigin)]),
  );
}
