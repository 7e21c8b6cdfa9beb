import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { strFromU8, strToU8, unzipSync } from "fflate";
import { validateXML } from "xmllint-wasm";
import description from "../../package.json" with { type: "json" };
import { writeCoursePackage } from "../../scenarios/packaging/course-package.ts";
import {
  PACKAGE_KINDS,
  type PackageKind,
  type PackageRequest,
} from "../../scenarios/packaging/package-request.ts";
import { readSchemas } from "../../scenarios/packaging/read-package-files.ts";
import { runCli } from "../kit/scenarios/run-cli.ts";

const REPORTER = {
  "maka-voice-coach.lms.js": strToU8('import("./chunks/scorm-reporter-AbC-_1.js")'),
  "chunks/scorm-reporter-AbC-_1.js": strToU8("export {}"),
};
const ROOTS = { scorm2004: "imscp_v1p1.xsd", scorm12: "imscp_rootv1p1p2.xsd", cmi5: "cmi5.xsd" };

function toRequest(kind: PackageKind, changes: Partial<PackageRequest> = {}): PackageRequest {
  return {
    kind,
    scenario: {
      id: "website-sales-fr",
      title: 'Vendre un <site> & "rester" calme',
      language: "fr",
      passMark: 60,
    },
    api: "https://ref.supabase.co/functions/v1",
    embedKey: "mk_demo",
    script: { url: "https://cdn.example/v0.1.0/x.js", integrity: "sha384-abc" },
    locale: null,
    completionOnly: false,
    exit: null,
    ...changes,
  };
}

async function write(request: PackageRequest): Promise<Uint8Array> {
  return writeCoursePackage(request, REPORTER, await readSchemas(request.kind));
}

async function open(request: PackageRequest): Promise<Record<string, string>> {
  const files = Object.entries(unzipSync(await write(request)));
  return Object.fromEntries(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const manifestOf = (files: Record<string, string>): string =>
  files["imsmanifest.xml"] ?? files["cmi5.xml"] ?? "";

async function validate(kind: PackageKind, xml: string): Promise<readonly string[]> {
  const own = await readFile(path.join(import.meta.dirname, "../kit/lms/schemas/cmi5.xsd"), "utf8");
  const found = kind === "cmi5" ? { "cmi5.xsd": strToU8(own) } : await readSchemas(kind);
  const schemas = Object.entries(found).map(([fileName, bytes]) => ({
    fileName,
    contents: strFromU8(bytes),
  }));
  // A manifest names several schemas: one that imports them all stands for them.
  const parts = schemas.filter(({ fileName }) =>
    /^(imscp|adlcp|adlnav|adlseq|cmi5)|^imsss_v1p0\.xsd/.test(fileName),
  );
  const imports = parts.map(({ fileName, contents }) => {
    const space = /targetNamespace\s*=\s*"([^"]+)"/.exec(contents)?.[1] ?? "";
    return `<xs:import namespace="${space}" schemaLocation="${fileName}"/>`;
  });
  const all = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join("")}</xs:schema>`;
  assert.ok(parts.some(({ fileName }) => fileName === ROOTS[kind]));
  const { errors } = await validateXML({
    xml: [{ fileName: "manifest.xml", contents: xml }],
    schema: [{ fileName: "all.xsd", contents: all }],
    preload: schemas,
  });
  return errors.map(({ message }) => message);
}

describe("writeCoursePackage()", () => {
  for (const kind of PACKAGE_KINDS) {
    it(`writes a manifest of ${kind} that its schemas take, whatever was chosen`, async () => {
      for (const changes of [{}, { completionOnly: true, exit: "", locale: "pt-BR" }])
        assert.deepEqual(
          await validate(kind, manifestOf(await open(toRequest(kind, changes)))),
          [],
        );
    });

    it(`is refused as ${kind} by these schemas when the manifest is wrong`, async () => {
      const manifest = manifestOf(await open(toRequest(kind)));
      const wrong = manifest.replaceAll(/<title>|<\/title>/g, (tag) =>
        tag.replace("title", "tite"),
      );
      assert.notDeepEqual(await validate(kind, wrong), []);
    });

    it(`writes the same bytes of ${kind} when it is asked twice, in any time zone`, async () => {
      const zone = process.env["TZ"];
      try {
        process.env["TZ"] = "Pacific/Auckland";
        const one = await write(toRequest(kind));
        process.env["TZ"] = "America/Los_Angeles";
        assert.deepEqual(await write(toRequest(kind)), one);
      } finally {
        if (zone === undefined) delete process.env["TZ"];
        else process.env["TZ"] = zone;
      }
    });

    it(`names every file of ${kind} in the manifest, in lower case, and no address of another host`, async () => {
      const files = await open(toRequest(kind));
      const manifest = manifestOf(files);
      const named = [...manifest.matchAll(/<file href="([^"]+)"/g)].map(([, name]) => name);
      const own = Object.keys(files).filter((name) => !/\.(xsd|xml)$/.test(name));
      if (kind !== "cmi5") assert.deepEqual(named, own.toSorted());
      assert.deepEqual(
        own.filter((name) => !/^(chunks\/)?[\w.-]+$/.test(name)),
        [],
      );
      assert.doesNotMatch(manifest, /href="(https?:|\/)/);
    });

    it(`pins the tag by its hash in ${kind}, and holds no token`, async () => {
      const { "index.html": page = "", "administrators.txt": help } = await open(toRequest(kind));
      assert.match(page, /src="https:\/\/cdn\.example\/v0\.1\.0\/x\.js" integrity="sha384-abc"/);
      assert.match(
        page,
        /<html lang="fr">[^]*<title>Vendre un &lt;site&gt; &amp; &quot;rester&quot; calme/,
      );
      assert.doesNotMatch(page, /token|<script>|style=/);
      assert.match(help ?? "", /Moodle[^]*Canvas[^]*Cornerstone[^]*SuccessFactors/);
    });
  }

  it("writes the attribute of each version as its rules want it, which no schema tells", async () => {
    assert.match(manifestOf(await open(toRequest("scorm12"))), /adlcp:scormtype="sco"/);
    assert.match(manifestOf(await open(toRequest("scorm2004"))), /adlcp:scormType="sco"/);
  });

  it("puts the pass mark where each kind looks for it", async () => {
    const patterns = {
      scorm12: /<adlcp:masteryscore>60</,
      scorm2004: /satisfiedByMeasure="true">\s*<imsss:minNormalizedMeasure>0\.60</,
      cmi5: /moveOn="CompletedAndPassed" masteryScore="0\.60"/,
    };
    for (const kind of PACKAGE_KINDS) {
      assert.match(manifestOf(await open(toRequest(kind))), patterns[kind]);
      const without = await open(toRequest(kind, { completionOnly: true }));
      assert.doesNotMatch(manifestOf(without), /mastery|Measure/i);
    }
  });

  it("hands the reporter what was chosen", async () => {
    const chosen = toRequest("scorm12", { completionOnly: true, exit: "suspend", locale: "de" });
    const { "index.html": page = "" } = await open(chosen);
    assert.match(page, /data-as="scorm12" data-status="completion" data-exit="suspend"/);
    assert.match(page, /<html lang="de">[^]*locale="de"/);
  });
});

describe("npm run scenarios -- package", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "packages-"));
    const version = path.join(folder, "dist", `v${description.version}`);
    await mkdir(path.join(version, "chunks"), { recursive: true });
    await writeFile(path.join(version, "maka-voice-coach.single.js"), "export {};");
    for (const [name, bytes] of Object.entries(REPORTER))
      await writeFile(path.join(version, name), bytes);
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const run = (...words: string[]) =>
    runCli(["package", "website-sales-fr", "--dist", path.join(folder, "dist"), ...words], {
      environment: { SUPABASE_URL: "https://ref.supabase.co" },
    });

  it("writes the zip and says which origin to list", async () => {
    const out = path.join(folder, "course.zip");
    const { status, stdout, stderr } = await run(
      ...["--as", "cmi5", "--site", "mk_demo", "--scripts", "https://cdn.example/", "--out", out],
      ...["--origin", "https://academy.example"],
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /site origins mk_demo --add https:\/\/academy\.example/);
    const files = unzipSync(await readFile(out));
    assert.ok(files["chunks/scorm-reporter-AbC-_1.js"]);
    const page = strFromU8(files["index.html"] ?? new Uint8Array());
    assert.match(
      page,
      /https:\/\/cdn\.example\/v[\d.]+\/maka-voice-coach\.single\.js" integrity="sha384-/,
    );
    assert.match(page, /api="https:\/\/ref\.supabase\.co\/functions\/v1" embed-key="mk_demo"/);
  });

  for (const [wrong, words] of [
    [/--site <key>/, ["--scripts", "https://cdn.example"]],
    [/--scripts <url>/, ["--site", "mk_demo"]],
    [/--as is one of scorm2004, scorm12, cmi5/, ["--as", "aicc"]],
    [
      /--status is one of "completion"/,
      ["--site", "mk_demo", "--scripts", "https://c", "--status", "passed"],
    ],
    [/Run npm run build/, ["--site", "mk_demo", "--scripts", "https://c", "--dist", "/nowhere"]],
  ] as const)
    it(`is refused with ${String(wrong)}`, async () => {
      const { status, stderr } = await run(...words);
      assert.notEqual(status, 0);
      assert.match(stderr, wrong);
    });
});
