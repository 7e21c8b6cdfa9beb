import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import description from "../../package.json" with { type: "json" };

// `node widget/build/stage-package.ts FOLDER` lays beside the `dist/` of a folder what the package holds besides, so
// that it can be packed and judged without touching the `dist/` that others use.
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder?");
const kept = description.files.filter((file) => !file.startsWith("dist/"));
for (const file of ["README.md", "LICENSE", ...kept])
  await cp(file, path.join(folder, file), { recursive: true });
const published = { ...description, scripts: {}, devDependencies: {} };
await writeFile(path.join(folder, "package.json"), JSON.stringify(published, null, 2));
