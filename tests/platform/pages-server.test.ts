import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { type PagesServer, startPagesServer } from "../../demo/platform/pages-server.ts";
import { createScratchFolder, type ScratchFolder } from "../kit/stack/scratch-folder.ts";

const API = "http://127.0.0.1:9999";

let folder: ScratchFolder;
let server: PagesServer;

before(async () => {
  folder = await createScratchFolder();
  const files: Record<string, string> = {
    "secret.html": "outside",
    "pages/index.html": '<tag api="%API%"></tag><tag api="%API%"></tag>',
    "pages/strict.html": "strict",
    "pages/strict.headers.json": '{"content-security-policy": "connect-src {api} {api}/x"}',
    "pages/site.css": "body { color: %API%; }",
    "pages/deep/index.html": "deep",
    "dist/maka-voice-coach.js": "export {};",
    "dist/chunks/call.js": "export {};",
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  server = await startPagesServer({
    port: 0,
    apiOrigin: API,
    pagesFolder: path.join(folder.path, "pages"),
    widgetFolder: path.join(folder.path, "dist"),
  });
});

after(async () => {
  await server.stop();
  await folder.remove();
});

test("startPagesServer() puts the functions' address into a page", async () => {
  const response = await fetch(server.url);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const tag = `<tag api="${API}/functions/v1"></tag>`;
  assert.equal(await response.text(), tag + tag);
  assert.equal(await (await fetch(`${server.url}/deep/`)).text(), "deep");
});

test("startPagesServer() sends the headers that stand beside a page, and not the file", async () => {
  const { headers } = await fetch(`${server.url}/strict.html`);
  assert.equal(headers.get("content-security-policy"), `connect-src ${API} ${API}/x`);
  assert.equal((await fetch(server.url)).headers.get("content-security-policy"), null);
  assert.equal((await fetch(`${server.url}/strict.headers.json`)).status, 404);
});

test("startPagesServer() serves other files as they are, and the widget below /widget/", async () => {
  const sheet = await fetch(`${server.url}/site.css`);
  assert.equal(sheet.headers.get("content-type"), "text/css");
  assert.equal(await sheet.text(), "body { color: %API%; }");
  for (const name of ["maka-voice-coach.js", "chunks/call.js"]) {
    const response = await fetch(`${server.url}/widget/${name}`);
    assert.equal(response.status, 200, name);
    assert.match(response.headers.get("content-type") ?? "", /^text\/javascript/);
  }
});

test("startPagesServer() answers 404 when nothing is there or the path leads out", async () => {
  const paths = ["/absent.html", "/absent", "/widget/absent.js", "/%2e%2e/secret.html"];
  for (const wrong of [...paths, "/..%2fsecret.html", "/%00.html", "/%zz.html"]) {
    const response = await fetch(server.url + wrong);
    assert.equal(response.status, 404, wrong);
    assert.doesNotMatch(await response.text(), /outside/);
  }
});
