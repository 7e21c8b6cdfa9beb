import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import ts from "typescript";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";

// What a page may use is written down three times: in the manifest, which is made from the sources, in the types, which
// are written by hand, and in embed.md. Each must name what the others name, and nothing else.

const Typed = z.object({ name: z.string(), type: z.object({ text: z.string() }).optional() });
const List = z.array(Typed).default([]);
const Manifest = z.object({
  modules: z.array(
    z.object({
      declarations: z.array(
        z.object({
          tagName: z.string().optional(),
          attributes: List,
          events: List,
          slots: List,
          cssParts: List,
          cssProperties: List,
          cssStates: List,
          members: z.array(Typed.extend({ kind: z.string() })).default([]),
        }),
      ),
    }),
  ),
});

const read = (file: string): Promise<string> => readFile(projectPath(file), "utf8");
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const namesOf = (list: readonly { readonly name: string }[]): string[] =>
  sorted(list.map(({ name }) => name));
const toCamel = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
/** The words of a union such as `"on" | "off"`, in order; none where it is no union of words. */
const wordsOf = (type = ""): string[] =>
  [...type.matchAll(/"([\w-]+)"/g)].map(([, word]) => word ?? "");

async function readTag(name = "maka-voice-coach") {
  const { modules } = Manifest.parse(JSON.parse(await read("custom-elements.json")));
  const tag = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === name);
  assert.ok(tag, "the manifest describes the tag");
  return tag;
}

/** The declarations of the published types, by name. */
async function readTypes() {
  const file = "widget/types/index.d.ts";
  const source = ts.createSourceFile(file, await read(file), ts.ScriptTarget.Latest, true);
  const find = <Node extends ts.Statement>(
    is: (node: ts.Node) => node is Node,
    name: string,
  ): Node => {
    const found = source.statements
      .filter(is)
      .find((node) => "name" in node && (node.name as ts.Identifier).text === name);
    assert.ok(found, `${file} declares ${name}`);
    return found;
  };
  return {
    find,
    nameOf: (name: ts.PropertyName | undefined) =>
      wordsOf(`"${name?.getText().replaceAll('"', "") ?? ""}"`)[0] ?? "",
  };
}

/** The section of a page below a heading, without its samples. */
async function readSection(heading: string, page = "embed"): Promise<string> {
  const text = (await read(`docs/${page}.md`)).replaceAll(/^```[^]*?^```$/gm, "");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section, `${page}.md has the section "${heading}"`);
  return section;
}

/** The names in code of the first column of a table's rows. */
function firstColumn(section: string): string[] {
  const cells = [...section.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell ?? "");
  return cells.flatMap((cell) => codeOf(cell));
}

function codeOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "");
}

describe("the public surface", async () => {
  const tag = await readTag();
  const types = await readTypes();
  const attributes = types.find(ts.isInterfaceDeclaration, "MakaVoiceCoachAttributes").members;
  const members = types.find(ts.isClassDeclaration, "MakaVoiceCoach").members;
  const isMethod = ({ kind }: { readonly kind: string }): boolean => kind === "method";
  const methods = namesOf(tag.members.filter(isMethod));
  const fields = namesOf(tag.members.filter((member) => !isMethod(member)));

  it("has the same attributes in manifest, types and embed.md, with the same words", async () => {
    const table = await readSection("Attributes");
    assert.deepEqual(sorted(firstColumn(table)), namesOf(tag.attributes));
    const typed = new Map(
      attributes.map((member) => {
        assert.ok(ts.isPropertySignature(member));
        return [types.nameOf(member.name), member.type?.getText() ?? ""];
      }),
    );
    assert.deepEqual(sorted(typed.keys()), namesOf(tag.attributes));
    for (const { name, type } of tag.attributes) {
      const words = wordsOf(type?.text);
      assert.deepEqual(wordsOf(typed.get(name)), words, name);
      const row = table.split("\n").find((line) => line.startsWith(`| \`${name}\``));
      const missing = words.filter((word) => !codeOf(row ?? "").includes(word));
      assert.deepEqual(missing, [], `the words of ${name} in embed.md`);
    }
  });

  it("has the same properties and methods in manifest, types and embed.md", async () => {
    const ofAttributes = tag.attributes.map(({ name }) => toCamel(name));
    const told = firstColumn((await readSection("Properties and methods")).split("\n\n")[1] ?? "");
    const isCall = (name: string): boolean => name.endsWith(")");
    assert.deepEqual(sorted(told.filter(isCall).map((name) => name.replace(/\(.*/, ""))), methods);
    assert.deepEqual(sorted([...told.filter((name) => !isCall(name)), ...ofAttributes]), fields);
    const typed = members.map((member) => types.nameOf(member.name));
    const own = typed.filter((name) => !/^(?:add|remove)EventListener$/.test(name));
    assert.deepEqual(sorted(own), sorted([...methods, ...fields]));
    for (const { name, type } of tag.members) {
      const field = members.find((member) => types.nameOf(member.name) === name);
      if (field && ts.isPropertyDeclaration(field))
        assert.deepEqual(wordsOf(field.type?.getText()), wordsOf(type?.text), name);
    }
  });

  it("has the same events in manifest, types and embed.md", async () => {
    const details = types.find(ts.isInterfaceDeclaration, "MakaEventDetails").members;
    assert.deepEqual(sorted(details.map(({ name }) => types.nameOf(name))), namesOf(tag.events));
    const table = await readSection("Events");
    assert.deepEqual(sorted(firstColumn(table)), namesOf(tag.events));
    for (const detail of details) {
      assert.ok(ts.isPropertySignature(detail) && detail.type && ts.isTypeLiteralNode(detail.type));
      const row = table
        .split("\n")
        .find((line) => line.startsWith(`| \`${types.nameOf(detail.name)}`));
      const keys = detail.type.members.map((member) => types.nameOf(member.name));
      const missing = keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(row ?? ""));
      assert.deepEqual(missing, [], `what ${detail.name.getText()} carries, in embed.md`);
    }
  });

  it("has the same slots, parts, custom properties and states in manifest and embed.md", async () => {
    const look = await readSection("Look");
    const paragraph = (start: string): string =>
      look.split(/\n\n|\n(?=States:)/).find((part) => part.startsWith(start)) ?? "";
    assert.deepEqual(sorted(codeOf(paragraph("Parts:"))), namesOf(tag.cssParts));
    assert.deepEqual(codeOf(paragraph("The slot")).slice(0, 1), namesOf(tag.slots));
    const colours = codeOf(look).filter((code) => code.startsWith("--maka-"));
    assert.deepEqual(sorted(colours), namesOf(tag.cssProperties));
    // "every phase" stands for the phases that the table of properties lists.
    const rows = (await readSection("Properties and methods")).split("\n");
    const phases = codeOf(rows.find((row) => row.startsWith("| `phase`")) ?? "").slice(1);
    assert.match(paragraph("States:"), /every phase/);
    assert.deepEqual(sorted([...codeOf(paragraph("States:")), ...phases]), namesOf(tag.cssStates));
    const phase = types.find(ts.isTypeAliasDeclaration, "MakaPhase").type.getText();
    assert.deepEqual(sorted(wordsOf(phase)), sorted(phases));
  });

  it("has parts and custom properties in the sources that the manifest names, and no other", async () => {
    const files = globSync("widget/src/elements/**/*.ts", { cwd: projectPath("") });
    const text = (await Promise.all(files.map(read))).join("\n");
    const parts = [...text.matchAll(/(?<!export)\bpart="([\w-]+)"/g)].map(([, part]) => part ?? "");
    assert.deepEqual(sorted(parts), namesOf(tag.cssParts));
    const used = [...text.matchAll(/var\((--maka-[\w-]+)/g)].map(([, name]) => name ?? "");
    assert.deepEqual(sorted(used), namesOf(tag.cssProperties));
  });
});

describe("the public surface of the console", async () => {
  const tag = await readTag("maka-coach-console");
  const isMethod = ({ kind }: { readonly kind: string }): boolean => kind === "method";

  it("has the same attributes, properties and methods in manifest and console.md", async () => {
    const section = await readSection("Attributes", "console");
    const names = firstColumn(section).map((name) => name.replace(/\(.*/, ""));
    const [attributes, fields] = [namesOf(tag.attributes), namesOf(tag.members)];
    const told = sorted([...names, ...attributes.map(toCamel)]);
    assert.deepEqual(told, sorted([...attributes, ...fields]));
    assert.deepEqual(namesOf(tag.members.filter(isMethod)), ["refresh"]);
    for (const { name, type } of tag.attributes) {
      const row = section.split("\n").find((line) => line.startsWith(`| \`${name}\``)) ?? "";
      const missing = wordsOf(type?.text).filter((word) => !codeOf(row).includes(word));
      assert.deepEqual(missing, [], `the words of ${name} in console.md`);
    }
  });

  it("has the same events and custom properties in manifest and console.md", async () => {
    const events = firstColumn(await readSection("Events", "console"));
    assert.deepEqual(sorted(events), namesOf(tag.events));
    const colours = codeOf(await readSection("Look", "console"));
    assert.deepEqual(sorted(colours), namesOf(tag.cssProperties));
  });
});
