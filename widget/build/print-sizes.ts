import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Prints what a learner downloads, step by step, each without what the steps before brought. */
export function printSizes(): Plugin {
  return {
    name: "print-sizes",
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const known = new Set<string>();
      for (const step of ["maka-voice-coach", "call", "report", "fr-tag"]) {
        const start = chunks.find(
          ({ fileName }) => fileName === `${step}.js` || fileName.startsWith(`chunks/${step}-`),
        );
        if (!start) this.error(`the build has no chunk "${step}"`);
        const files = withImports(start, chunks).filter(({ fileName }) => !known.has(fileName));
        files.forEach(({ fileName }) => known.add(fileName));
        const raw = sum(files.map(({ code }) => Buffer.byteLength(code)));
        const gzip = sum(files.map(({ code }) => gzipSync(code, { level: 9 }).length));
        console.log(`${step.padEnd(18)} ${kilobytes(raw)} kB, gzip ${kilobytes(gzip)} kB`);
      }
    },
  };
}

function withImports(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): Rolldown.OutputChunk[] {
  const imported = chunks.filter(({ fileName }) => chunk.imports.includes(fileName));
  return [...new Set([chunk, ...imported.flatMap((inner) => withImports(inner, chunks))])];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2).padStart(6);
}
