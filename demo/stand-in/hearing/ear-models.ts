import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { availableMegabytes } from "./available-memory.ts";

/** Where the files are that the ear hears with. */
export interface EarModels {
  readonly encoder: string;
  readonly decoder: string;
  readonly voiceActivity: string;
}

/** The models take about 400 MB; a smaller machine would begin to swap, and calls would stutter. */
const LEAST_MEGABYTES = 1_000;

/** By the content, since other versions of the package carry other weights, or none, under the same names. */
const HASHES: Readonly<Record<keyof EarModels, string>> = {
  encoder: "c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a",
  decoder: "eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367",
  voiceActivity: "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f",
};

/**
 * Finds Moonshine tiny (English, MIT) and Silero (MIT) in the packages that ship them, and checks what they are.
 * @throws {Error} that says why there is no hearing: a package that is missing, other weights, too little memory
 */
export async function findEarModels(megabytes = availableMegabytes()): Promise<EarModels> {
  if (megabytes < LEAST_MEGABYTES)
    throw new Error(`${megabytes} MB of memory are free, and it needs ${LEAST_MEGABYTES}.`);
  // Only their addresses: nothing of these packages is run.
  const weights = new URL(
    "model/tiny/quantized/",
    import.meta.resolve("@moonshine-ai/moonshine-js"),
  );
  const models = {
    encoder: fileURLToPath(new URL("encoder_model.onnx", weights)),
    decoder: fileURLToPath(new URL("decoder_model_merged.onnx", weights)),
    voiceActivity: fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v5.onnx")),
  };
  await Promise.all([
    checkHash(models.encoder, HASHES.encoder),
    checkHash(models.decoder, HASHES.decoder),
    checkHash(models.voiceActivity, HASHES.voiceActivity),
  ]);
  return models;
}

async function checkHash(file: string, expected: string): Promise<void> {
  const found = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  if (found !== expected) throw new Error(`${file} is not the model that was measured.`);
}
