import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { measureDownloads } from "../../widget/build/download-sizes.ts";
import { runCommand } from "../kit/stack/run-command.ts";

/** What another tag or SDK makes a page load before any call: its published file, or the least that starts one. */
interface Peer {
  readonly name: string;
  readonly version: string;
  /** The file that its authors tell pages to load. */
  readonly file?: string;
  /** The smallest program that starts a call, where there is no such file. */
  readonly program?: string;
}

const PEERS: readonly Peer[] = [
  { name: "@elevenlabs/convai-widget-embed", version: "0.5.4", file: "dist/index.js" },
  { name: "@vapi-ai/client-sdk-react", version: "0.1.1", file: "dist/embed/widget.umd.js" },
  { name: "deep-chat", version: "2.4.2", file: "dist/deepChat.bundle.js" },
  {
    name: "@deepgram/browser-agent",
    version: "0.2.1",
    program: `export * from "@deepgram/browser-agent";`,
  },
  {
    name: "livekit-client",
    version: "2.23.0",
    program: `import { Room } from "livekit-client"; void new Room().connect("wss://x", "t");`,
  },
  {
    name: "@elevenlabs/client",
    version: "1.25.0",
    program: `import { Conversation } from "@elevenlabs/client"; void Conversation.startSession({ agentId: "a" });`,
  },
  {
    name: "@vapi-ai/web",
    version: "2.7.1",
    program: `import Vapi from "@vapi-ai/web"; void new Vapi("k").start("a");`,
  },
  {
    name: "retell-client-js-sdk",
    version: "2.0.8",
    program: `import { RetellWebClient } from "retell-client-js-sdk"; void new RetellWebClient().startCall({ accessToken: "t" });`,
  },
  {
    name: "ultravox-client",
    version: "0.5.0",
    program: `import { UltravoxSession } from "ultravox-client"; new UltravoxSession().joinCall("wss://x");`,
  },
];

const FOLDER = projectPath(".local/peers");

/** Gzip kilobytes of our downloads, and beside them what each peer's page pays before its first call. */
export async function bench(): Promise<string[]> {
  const ours = await measureOurs();
  await installPeers();
  const lines = [
    `ours: closed ${toText(ours.closed)}, all of a first call in English ${toText(ours.call)}`,
  ];
  for (const peer of PEERS) {
    const bytes = gzipBytes(await readPeer(peer));
    const [closed, call] = [bytes / ours.closed, bytes / ours.call];
    lines.push(
      `${peer.name}@${peer.version}: ${toText(bytes)}; ${closed.toFixed(1)} × our closed tag, ${call.toFixed(1)} × our call`,
    );
  }
  return lines;
}

/** What an English learner's browser loads, built where nobody else looks. */
async function measureOurs() {
  const folder = projectPath(".local/bench/dist");
  await build({ logLevel: "silent", build: { outDir: folder } });
  for (const mode of ["loader", "lms"])
    await build({ logLevel: "silent", mode, build: { outDir: folder } });
  const downloads = await measureDownloads(folder);
  const sizeOf = (start: string): number => {
    const download = downloads.find(({ name }) => name.startsWith(start));
    if (!download) throw new Error(`There is no download "${start}".`);
    return download.bytes;
  };
  const closed = sizeOf("closed tag");
  return { closed, call: closed + sizeOf("first call in English") };
}

/** The peers are measured, never depended on: they lie in a folder of their own. */
async function installPeers(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, "package.json"), '{ "private": true }');
  const names = PEERS.map(({ name, version }) => `${name}@${version}`);
  const switches = [
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--legacy-peer-deps",
    "--silent",
  ];
  const code = await runCommand(["npm", "--prefix", FOLDER, "install", ...switches, ...names]);
  if (code !== 0) throw new Error("npm could not fetch the peers.");
}

async function readPeer({ name, file, program }: Peer): Promise<string> {
  if (file !== undefined) return readFile(path.join(FOLDER, "node_modules", name, file), "utf8");
  const entry = path.join(FOLDER, `${name.replaceAll(/\W/g, "-")}.mjs`);
  await writeFile(entry, program ?? "");
  const output = await build({
    root: FOLDER,
    configFile: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      minify: true,
      target: "es2020",
      rolldownOptions: { input: entry, output: { codeSplitting: false } },
    },
  });
  return [output]
    .flat()
    .flatMap((result) => ("output" in result ? result.output : []))
    .map((part) => (part.type === "chunk" ? part.code : ""))
    .join("");
}

function gzipBytes(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

function toText(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
