import { createServer } from "node:http";
import path from "node:path";
import { unzipSync } from "fflate";

/** Two origins: a platform with what was uploaded to it, and whoever serves the tag. */
export interface CourseServer {
  readonly lms: string;
  readonly cdn: string;
  /** Puts a package below `/content/`. */
  upload(bytes: Uint8Array): void;
  /** Further files of the platform's, by path. */
  readonly files: Map<string, string | Uint8Array>;
  /** What any page may load, by path. */
  readonly scripts: Map<string, Uint8Array>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Serves a platform and a foreign server of scripts. */
export async function serveCourse(): Promise<CourseServer> {
  const files = new Map<string, string | Uint8Array>();
  const scripts = new Map<string, Uint8Array>();
  const [lms, cdn] = [await serve(files, {}), await serve(scripts, CROSS_ORIGIN)];
  return {
    lms: lms.url,
    cdn: cdn.url,
    files,
    scripts,
    upload(bytes) {
      for (const [name, content] of Object.entries(unzipSync(bytes)))
        files.set(`/content/${name}`, content);
    },
    async close() {
      await Promise.all([lms.close(), cdn.close()]);
    },
  };
}

const CROSS_ORIGIN = { "access-control-allow-origin": "*" };

async function serve(
  files: ReadonlyMap<string, string | Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = files.get(pathname);
    const type = TYPES[path.extname(pathname)] ?? "application/octet-stream";
    if (file) response.writeHead(200, { "content-type": type, ...headers }).end(file);
    else response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
  });
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
}
