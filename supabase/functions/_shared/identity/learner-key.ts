import { createHash, createHmac } from "node:crypto";

/** What names a learner: the site's own word for one, a browser's random id, or a network address. */
export type LearnerSource = "token" | "device" | "address";

/**
 * Names a learner without telling who it is: a keyed hash. The database mixes the site into what it stores,
 * so that nobody can be followed from one site to the next.
 */
export type HashLearner = (source: LearnerSource, value: string) => string;

/** Creates the hash over `secret`. */
export function createHashLearner(secret: string): HashLearner {
  return (source, value) => {
    const text = JSON.stringify([source, value]);
    return createHmac("sha256", secret).update(text).digest("hex");
  };
}

/** SHA-256 over several texts, in hexadecimal; no two different lists of texts share their input. */
export function hashTexts(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
