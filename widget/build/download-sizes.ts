import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** A download, the files that it consists of, and the kilobytes that they may weigh together, each in gzip. */
export interface Download {
  readonly name: string;
  /** Names of chunks without their hash; `*` stands for any. */
  readonly chunks: readonly string[];
  readonly limit: number;
}

const LANGUAGES = ["ar", "de", "en", "es", "fr", "it", "nl", "pt", "rw", "th"];
/** No file of words may be larger. */
const WORDS_LIMIT = 3.2;

/** What is fetched later, or shared by what is. The call is all that is none of these. */
const PARTS: Readonly<Record<string, number>> = {
  languages: 0.6,
  "before-call": 5.4,
  brief: 3.4,
  "push-to-talk": 1.4,
  "during-call": 8,
  recovery: 11.5,
  "sound-times": 2,
  figure: 1.8,
  "check-attributes": 0.8,
  "renew-token": 0.5,
  "exchange-offer": 0.5,
  "pop-out": 1.7,
  "report-details": 7,
  "report-files": 3,
  timeline: 1.3,
  "report-checks": 1,
  "disclosure-styles": 0.5,
  "rolldown-runtime": 0.5,
  "scorm-reporter": 2.2,
  "cmi5-reporter": 2.7,
  "console-pages": 12,
  "console-review": 15,
  "console-maka-ask": 2,
};

/** What is fetched together. */
const JOURNEYS: readonly Download[] = [
  { name: "closed tag", chunks: ["maka-voice-coach"], limit: 10 },
  { name: "loader", chunks: ["maka-voice-coach.loader"], limit: 1 },
  { name: "console", chunks: ["maka-coach-console"], limit: 20 },
  { name: "report to an LMS", chunks: ["maka-voice-coach.lms"], limit: 4 },
  {
    name: "first call in English, from the click to the answer",
    chunks: [
      ...["call", "before-call", "recovery", "check-attributes"],
      ...["languages", "en-call", "figure"],
    ],
    limit: 47,
  },
  { name: "report", chunks: ["report", "disclosure-styles", "rolldown-runtime"], limit: 8 },
];

const CALL_LIMIT = 25;

/** A download as it was built. */
export interface MeasuredDownload extends Download {
  readonly bytes: number;
}

/**
 * Weighs every download in a folder that `vite build` wrote.
 * @throws {Error} when a name fits no file.
 */
export async function measureDownloads(folder: string): Promise<MeasuredDownload[]> {
  const files = globSync("{*,chunks/*}.js", { cwd: folder });
  const sizes = new Map<string, number>();
  for (const file of files) {
    const bytes = gzipSync(await readFile(path.join(folder, file)), { level: 9 }).length;
    sizes.set(path.basename(file, ".js").replace(/-[\w-]{6}$/, ""), bytes);
  }
  return listDownloads([...sizes.keys()]).map((download) => {
    const found = [...sizes].filter(([chunk]) =>
      download.chunks.some((name) => path.matchesGlob(chunk, name)),
    );
    if (found.length === 0) throw new Error(`No file of ${folder} is the ${download.name}.`);
    return { ...download, bytes: found.reduce((sum, [, bytes]) => sum + bytes, 0) };
  });
}

function listDownloads(chunks: readonly string[]): Download[] {
  const words = LANGUAGES.flatMap((language) =>
    [...(language === "en" ? [] : ["tag", "lms"]), "call", "during-call", "report"].map(
      (part) => `${language}-${part}`,
    ),
  );
  const known = [
    ...["maka-voice-coach*", "maka-coach-console", "report"],
    ...Object.keys(PARTS),
    ...LANGUAGES.map((language) => `${language}-*`),
  ];
  const call = chunks.filter((chunk) => !known.some((name) => path.matchesGlob(chunk, name)));
  return [
    ...JOURNEYS,
    { name: "call", chunks: call, limit: CALL_LIMIT },
    ...Object.entries(PARTS).map(([name, limit]) => ({ name, chunks: [name], limit })),
    ...words.map((name) => ({ name, chunks: [name], limit: WORDS_LIMIT })),
  ];
}
