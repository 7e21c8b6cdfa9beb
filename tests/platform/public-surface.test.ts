import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";

const Named = z.object({ name: z.string() });
const Manifest = z.object({
  modules: z.array(
    z.object({
      declarations: z.array(
        z.object({
          tagName: z.string().optional(),
          attributes: z.array(Named).optional(),
          events: z.array(Named).optional(),
          members: z
            .array(Named.extend({ privacy: z.string().optional(), static: z.boolean().optional() }))
            .optional(),
        }),
      ),
    }),
  ),
});

/** What every element has, and what belongs to Lit. */
const INHERITED = /^(connectedCallback|disconnectedCallback|render|updated|willUpdate|focus)$/;

async function readTag() {
  const text = await readFile(projectPath("custom-elements.json"), "utf8");
  const declarations = Manifest.parse(JSON.parse(text)).modules.flatMap(
    (module) => module.declarations,
  );
  const tag = declarations.find(({ tagName }) => tagName === "maka-voice-coach");
  assert.ok(tag, "the manifest describes the tag");
  return tag;
}

test("the published types name every attribute, member and event of the manifest", async () => {
  const types = await readFile(projectPath("widget/types/index.d.ts"), "utf8");
  const { attributes = [], events = [], members = [] } = await readTag();
  const isPublic = ({ name, privacy, static: isStatic }: (typeof members)[number]): boolean =>
    (privacy ?? "public") === "public" &&
    isStatic !== true &&
    !INHERITED.test(name) &&
    !name.startsWith("#");
  const names = [...attributes, ...events, ...members.filter(isPublic)].map(({ name }) => name);
  assert.ok(names.length > 30, `${names.length} names`);
  const absent = names.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(types));
  assert.deepEqual(absent, []);
});
