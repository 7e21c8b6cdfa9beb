import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";

const Description = z.object({
  files: z.array(z.string()),
  scripts: z.record(z.string(), z.string()),
});
const read = (file: string): Promise<string> => readFile(projectPath(file), "utf8");

/** Every page of words for people, by its path from the root. */
async function listPages(): Promise<string[]> {
  const found = await Promise.all(
    ["docs", "docs/adr"].map(async (folder) =>
      (await readdir(projectPath(folder))).map((name) => `${folder}/${name}`),
    ),
  );
  return ["README.md", "CONTRIBUTING.md", ...found.flat().filter((file) => file.endsWith(".md"))];
}

/** The anchor that a code host makes of a heading. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

describe("the documentation", async () => {
  const pages = await listPages();

  it("names in embed.md and console.md every code of an error and every key that the browser keeps", async () => {
    const embed = await read("docs/embed.md");
    const types = await read("widget/types/index.d.ts");
    const codes = /MakaErrorCode =([^;]+);/.exec(types)?.[1]?.match(/\w+/g) ?? [];
    assert.ok(codes.length > 15);
    const sources = globSync("widget/src/adapters/**/*.ts", { cwd: projectPath("") });
    const texts = await Promise.all(sources.map(read));
    const keys = texts.flatMap((text) =>
      [...text.matchAll(/STORAGE_KEY = "([\w-]+)"/g)].map(([, key]) => key ?? ""),
    );
    assert.ok(keys.length >= 3);
    const told = embed + (await read("docs/console.md"));
    const missing = [...codes, ...keys].filter(
      (name) => !told.includes(`\`${name}\``) && !told.includes(`\`${name}:`),
    );
    assert.deepEqual(missing, []);
  });

  for (const page of pages) {
    it(`links from ${page} to what is there`, async () => {
      const text = await read(page);
      const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to]) => to ?? "");
      for (const target of targets) {
        const [file = "", anchor] = target.split("#");
        const lands = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
        await access(projectPath(lands));
        if (anchor === undefined || !lands.endsWith(".md")) continue;
        const headings = (await read(lands)).matchAll(/^#+ (.+)$/gm);
        const anchors = [...headings].map(([, heading]) => toAnchor(heading ?? ""));
        assert.ok(anchors.includes(anchor), `${target} in ${page}`);
      }
    });

    it(`names in ${page} no npm script that is not there`, async () => {
      const { scripts } = Description.parse(JSON.parse(await read("package.json")));
      const named = [...(await read(page)).matchAll(/npm run (?:-s )?([\w:-]+)/g)];
      for (const [, script = ""] of named) assert.ok(script in scripts, `${script} in ${page}`);
    });
  }

  for (const page of ["docs/embed.md", "docs/learner-tokens.md"])
    it(`links from ${page} to what lies beside it in the npm package`, async () => {
      const { files } = Description.parse(JSON.parse(await read("package.json")));
      const links = (await read(page)).matchAll(/\]\((?!https?:)([^)#\s]+)/g);
      const targets = [...links].map(([, to]) => path.posix.join("docs", to ?? ""));
      assert.ok(targets.length > 0 && files.includes(page));
      const isPacked = (target: string): boolean =>
        files.some((file) => target === file || target.startsWith(`${file}/`));
      assert.deepEqual(
        targets.filter((target) => !isPacked(target)),
        [],
      );
    });
  it("both-side recording (OA#648): nothing records, and learners and integrators are told so", async () => {
    assert.match(await read("docs/embed.md"), /recorded by neither the tag nor our server/);
    assert.match(await read("widget/src/locales/en/call.ts"), /no recording is kept/);
    for (const folder of ["widget/src", "supabase/functions"]) {
      const files = await readdir(projectPath(folder), { recursive: true });
      for (const file of files.filter((name) => name.endsWith(".ts")))
        assert.doesNotMatch(await read(`${folder}/${file}`), /MediaRecorder/, file);
    }
  });

  it("lists every decision", async () => {
    const index = await read("docs/adr/README.md");
    const files = (await readdir(projectPath("docs/adr"))).filter((name) => /^\d/.test(name));
    assert.deepEqual(
      files.filter((name) => !index.includes(`(${name})`)),
      [],
    );
  });
});
