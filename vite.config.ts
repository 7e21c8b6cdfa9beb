import { defineConfig } from "vite";
import { followCall } from "./widget/build/follow-call.ts";
import { gatherProperties } from "./widget/build/gather-properties.ts";
import { hardenExports } from "./widget/build/harden-exports.ts";
import { hardenTrustedTypes } from "./widget/build/harden-trusted-types.ts";
import { nameChunk } from "./widget/build/name-chunk.ts";
import { printSizes } from "./widget/build/print-sizes.ts";
import { publishVersion } from "./widget/build/publish-version.ts";
import { refuseTrimmed } from "./widget/build/refuse-trimmed.ts";
import { squeezeScripts } from "./widget/build/squeeze-scripts.ts";
import { squeezeTemplates } from "./widget/build/squeeze-templates.ts";
import { trimLit } from "./widget/build/trim-lit.ts";

const OUTPUT = {
  minify: true,
  comments: { legal: false, annotation: false, jsdoc: false },
} as const;

/** What each mode of `vite build` reads and writes. */
const BUILDS = {
  /** The tag, and beside it the downloads that follow. */
  production: { entry: "widget/index.ts", format: "es", fileName: "maka-voice-coach.js" },
  /** All of it in one file, for pages that pin scripts by their hash. */
  single: { entry: "widget/index.ts", format: "es", fileName: "maka-voice-coach.single.js" },
  /** What turns links into tags: a classic script, which may also be loaded as a module. */
  loader: { entry: "widget/loader.ts", format: "iife", fileName: "maka-voice-coach.loader.js" },
  /** What reports to a learning platform, beside the tag. */
  lms: { entry: "widget/src/entries/lms.ts", format: "es", fileName: "maka-voice-coach.lms.js" },
  /** The console of those who coach, a tag of its own. */
  console: {
    entry: "widget/src/entries/console.ts",
    format: "es",
    fileName: "maka-coach-console.js",
  },
} as const;

type Build = keyof typeof BUILDS;

function isBuild(mode: string): mode is Build {
  return Object.hasOwn(BUILDS, mode);
}

/** `vite build` begins `dist/` anew; the other modes add their file to it. */
export default defineConfig(({ mode }) => {
  const build = isBuild(mode) ? mode : "production";
  const { entry, format, fileName } = BUILDS[build];
  const isWhole = build === "production";
  const isSplit = isWhole || build === "lms" || build === "console";
  return {
    publicDir: false,
    oxc: {
      decorator: { legacy: true },
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
    plugins: [
      refuseTrimmed(),
      isWhole ? followCall() : null,
      gatherProperties(),
      hardenTrustedTypes(),
      trimLit(),
      squeezeTemplates(),
      hardenExports(),
      build === "single" ? null : squeezeScripts(),
      publishVersion(),
      isWhole ? printSizes() : null,
    ],
    build: {
      target: "es2022",
      emptyOutDir: isWhole,
      modulePreload: false,
      reportCompressedSize: false,
      // A classic script would have a global by this name if it exported anything.
      lib: { entry, formats: [format], name: "unused", fileName: () => fileName },
      rolldownOptions: isSplit
        ? {
            preserveEntrySignatures: "allow-extension",
            output: {
              ...OUTPUT,
              chunkFileNames: (chunk) => nameChunk(chunk, build === "console" ? "console-" : ""),
            },
          }
        : { output: { ...OUTPUT, codeSplitting: false } },
    },
  };
});
