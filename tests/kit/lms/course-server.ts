import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { unzipSync } from "fflate";

/** Two origins: a platform with what was uploaded to it, and whoever serves the tag. */
export interface CourseServer {
  readonly lms: string;
  readonly cdn: string;
  /** Puts a package below `/content/`. */
  upload(bytes: Uint8Array): void;
  /** Further files of the platform's, by path. */
  readonly files: Map<string, string | Uint8Array>;
  /** Answers what is no file of the platform's; a record store, for one. */
  answer: typeof fetch | null;
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
  const course = { answer: null as typeof fetch | null };
  const lms = await serve(files, {}, async (request, response) => {
    if (course.answer) await passOn(request, response, course.answer);
    else response.writeHead(404).end();
  });
  const cdn = await serve(scripts, CROSS_ORIGIN, (_, response) => {
    response.writeHead(404).end();
  });
  return Object.assign(course, {
    lms: lms.url,
    cdn: cdn.url,
    files,
    scripts,
    upload(bytes: Uint8Array) {
      for (const [name, content] of Object.entries(unzipSync(bytes)))
        files.set(`/content/${name}`, content);
    },
    async close() {
      await Promise.all([lms.close(), cdn.close()]);
    },
  });
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  answer: typeof fetch,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === "string") headers.set(name, value);
  const url = `http://${request.headers.host ?? ""}${request.url ?? "/"}`;
  // A request without a body has none, not an empty one.
  const body = (await text(request)) || null;
  const given = await answer(url, { method: request.method ?? "GET", headers, body });
  const { status } = given;
  response.writeHead(status, Object.fromEntries(given.headers)).end(await given.text());
}

const CROSS_ORIGIN = { "access-control-allow-origin": "*" };

async function serve(
  files: ReadonlyMap<string, string | Uint8Array>,
  headers: Readonly<Record<string, string>>,
  otherwise: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = files.get(pathname);
    const type = TYPES[path.extname(pathname)] ?? "application/octet-stream";
    if (file) response.writeHead(200, { "content-type": type, ...headers }).end(file);
    else if (pathname === "/favicon.ico") response.writeHead(204).end();
    else otherwise(request, response);
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
