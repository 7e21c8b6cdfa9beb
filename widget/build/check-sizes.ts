import { measureDownloads } from "./download-sizes.ts";

/** `node widget/build/check-sizes.ts [folder]` prints every download of a build, and fails where one is too large. */
const [folder = "dist"] = process.argv.slice(2);
for (const { name, bytes, limit } of await measureDownloads(folder)) {
  const isOver = bytes > limit * 1_000;
  if (isOver) process.exitCode = 1;
  const size = (bytes / 1_000).toFixed(2).padStart(6);
  console.log(`${size} of ${limit} kB  ${name}${isOver ? "  TOO LARGE" : ""}`);
}
