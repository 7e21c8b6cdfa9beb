import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { minify } from "terser";
import { defineConfig } from "vite";
import type { Plugin, Rolldown } from "vite";
import description from "./package.json" with { type: "json" };

const ELEMENT_FILE = /\/widget\/src\/elements\/(?:[\w-]+\/)*[\w-]+\.ts$/;
const DECORATED = /@(property|state)\((.*?)\)\s+((?:private |override )*(\w+))/gs;
const POLICY = /(\w+)\.createPolicy\(("lit-html"),(\{createHTML:\w+=>\w+\})\)/;

/**
 * Lit creates its Trusted Types policy while its module loads, so a page that refuses the name would end
 * with no element at all. Here it goes on without a policy,
 * which is enough wherever Trusted Types are not required.
 */
function guardTrustedTypes(): Plugin {
  return {
    name: "guard-trusted-types",
    transform(code, id) {
      if (!id.endsWith("/lit-html/lit-html.js")) return null;
      if (!POLICY.test(code))
        this.error("lit-html creates its policy in a way that is not known here");
      return code.replace(
        POLICY,
        (_, types: string, name: string, rules: string) =>
          `(()=>{try{return ${types}.createPolicy(${name},${rules})}catch{}})()`,
      );
    },
  };
}

/** Parts of the call that other downloads share: one file of them is smaller than two. */
const SMALL_PARTS = /\/widget\/src\/(?:domain\/state\/coach-error|adapters\/network\/check)\.ts$/;

/** What to look for in Lit, and what to put in its place. */
type Trim = readonly [RegExp, string];

/**
 * What this build leaves out of Lit, by its file: support for browsers without constructed style sheets (ours
 * have them, since they know `light-dark()`), hooks for polyfills and hydration, metadata of standard decorators,
 * which would be left on the page's `Symbol`, converters of attributes that no property of ours has, and bindings to
 * whole elements (`ref`) or inside comments, of which there are none.
 */
const LIT_TRIMS: Readonly<Record<string, readonly Trim[]>> = {
  "css-tag": [[/(\w+)=\w+\.ShadowRoot&&.{0,160}?"replace"in CSSStyleSheet\.prototype/, "$1=!0"]],
  "reactive-element": [
    [/,\w+=\w+\.reactiveElementPolyfillSupport/, ""],
    [/,\w+\?\.\(\{ReactiveElement:\w+\}\)/, ""],
    [/Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/, ""],
    [/const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{.{0,140}?\}(?=this\._\$Eh=)/, ""],
    [/case Object:case Array:\w+=null==.{0,40}?JSON\.stringify\(\w+\)/, ""],
    [/case Number:.{0,40}?;case Object:case Array:try\{.{0,60}?\}catch\(\w+\)\{\w+=null\}/, ""],
  ],
  "lit-html": [
    [/,(\w+)=\w+\.litHtmlPolyfillSupport;\1\?\.\(\w+,\w+\)/, ""],
    [/(removeAttribute\(\w+\)\}else )\w+\.startsWith\(\w+\)&&\(.{0,70}?(?=if\(\w+\.test)/, "$1;"],
    [/;else\{let \w+=-1;for\(;-1!==.{0,90}?\.length-1\}(?=\w+\+\+)/, ";"],
    [/:6===\w+\.type&&\(\w+=new \w+\(\w+,this,\w+\)\)/, ":0"],
  ],
  "lit-element": [
    [
      /,\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\);const (\w+)=\w+\.litElementPolyfillSupport;\1\?\.\(\{LitElement:\w+\}\);/,
      ";",
    ],
  ],
};

/**
 * What Lit takes from objects, it takes here from them alone and not from what a page put on `Object.prototype`: options of
 * listeners (a function is its own; ours have none), of properties, of shadow roots and of rendering, the strings of
 * a part that has none, and whether a value is a node.
 */
const LIT_GUARDS: Readonly<Record<string, readonly Trim[]>> = {
  "css-tag": [],
  "reactive-element": [
    [/(static createProperty\((\w+),(\w+)=(\w+)\)\{)/, "$1$3={__proto__:null,...$3};"],
    [/\{(mode:"open"\})/, "{__proto__:null,$1"],
  ],
  "lit-html": [
    [/\|\|(\w+)\.capture!==(\w+)\.capture\|\|\1\.once!==\2\.once\|\|\1\.passive!==\2\.passive/, ""],
    [/(removeEventListener\(this\.name,this),\w+\)/, "$1)"],
    [/(addEventListener\(this\.name,this),\w+\)/, "$1)"],
    [/void 0!==(\w+)\.nodeType/, "$1 instanceof Node"],
    [/this\.type=2,/, "$&this.strings=void 0,"],
    [/this\.type=1,/, "$&this.strings=void 0,"],
  ],
  "lit-element": [[/\{(host:this\})/, "{__proto__:null,$1"]],
};

/** Leaves out of Lit what this build has no use for, sentences to authors of elements and lists of versions too. */
function trimLit(): Plugin {
  return {
    name: "trim-lit",
    transform(code, id) {
      const file = /\/(reactive-element|lit-html|lit-element|css-tag)\.js$/.exec(id)?.[1];
      if (!file) return null;
      const trims = [...(LIT_TRIMS[file] ?? []), ...(LIT_GUARDS[file] ?? [])];
      const strange = trims.find(([pattern]) => !pattern.test(code));
      if (strange) this.error(`${file} of Lit has changed: nothing matches ${String(strange[0])}`);
      return trims
        .reduce((trimmed, [pattern, rest]) => trimmed.replace(pattern, rest), code)
        .replace(
          /throw Error\((?:"[^"]*"|'[^']*')(?:\+\w+\+(?:"[^"]*"|'[^']*'))?\)/g,
          "throw Error()",
        )
        .replace(/,?\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g, "");
    },
  };
}

/**
 * Gathers `@property` and `@state` into `static properties`, which Lit documents as their equal: calls of
 * decorators, and what carries them, would be a thirtieth of the tag.
 */
function gatherProperties(): Plugin {
  return {
    name: "gather-properties",
    enforce: "pre",
    transform(code, id) {
      if (!ELEMENT_FILE.test(id)) return null;
      const table: string[] = [];
      const body = code.replace(DECORATED, (...found: string[]) => {
        const [, kind, options, field = "", name = ""] = found;
        table.push(`${name}: ${kind === "state" ? "{ state: true }" : options || "{}"}`);
        return field;
      });
      if (/type: (?!Boolean)/.test(table.join()))
        this.error(`${id}: no converter is left for that type`);
      if (!table.length) return null;
      return body.replace(/ extends LitElement \{/, `$& static properties = { ${table.join()} };`);
    },
  };
}

/** Collapses the white space of `css` and `html` templates and drops comments, which no minifier touches. */
function squeezeTemplates(): Plugin {
  return {
    name: "squeeze-templates",
    enforce: "pre",
    transform(code, id) {
      if (!ELEMENT_FILE.test(id)) return null;
      return code
        .replace(/\bcss`(?:[^`$]|\$(?!\{))*`/g, (sheet) =>
          sheet
            .replace(/\/\*.*?\*\//gs, "")
            .replace(/\s+/g, " ")
            .replace(/ ?([{};,]) ?/g, "$1")
            .replace(/([\w-]): /g, "$1:")
            .replace(/;}/g, "}")
            .replace(/ ([*/]) /g, "$1")
            .replace(/\b0\./g, ".")
            .replace(/` /, "`"),
        )
        .replace(/>\s*\n\s*(?=[<$])/g, "> ")
        .replace(/(<\/(?:div|p|ul|ol|li|h[23]|header|footer|section|form)>)\s+(?=[<$])/g, "$1")
        .replace(/\}\s*\n\s*(?=<)/g, "} ")
        .replace(/\n\s+>/g, ">")
        .replace(/\bhtml`\s+</g, "html`<")
        .replace(/>\s+`/g, ">`")
        .replace(/\n\s+(?=[@.?\w-]+=["$])/g, " ");
    },
  };
}

/**
 * The bundler's own helper goes through a module's exports with `for … in`, and would stumble over what a page put on
 * `Object.prototype`.
 */
function guardExports(): Plugin {
  return {
    name: "guard-exports",
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === "chunk")
          output.code = output.code.replace(
            /for\(var (\w+) in (\w+)\)(?=\w+\(\w+,\1,\{get:)/,
            "for(var $1 of Object.keys($2))",
          );
    },
  };
}

/** A second minifier finds what the bundler's own leaves: a fiftieth of the call. */
function squeezeScripts(): Plugin {
  return {
    name: "squeeze-scripts",
    async generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const options = {
          module: true,
          ecma: 2020,
          compress: { passes: 2, keep_fargs: false, unsafe_methods: true },
        } as const;
        const { code } = await minify(output.code, options);
        if (code === undefined) this.error(`${output.fileName} could not be minified`);
        output.code = code;
      }
    },
  };
}

/**
 * Writes every file a second time below `v<version>/`, where it never changes once published, and prints the hash
 * that a page names in `integrity`.
 */
function publishVersion(): Plugin {
  return {
    name: "publish-version",
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const fileName = `v${description.version}/${output.fileName}`;
        this.emitFile({ type: "asset", fileName, source: output.code });
        if (!output.isEntry) continue;
        const hash = createHash("sha384").update(output.code).digest("base64");
        console.log(`${fileName} sha384-${hash}`);
      }
    },
  };
}

/** Prints what a learner downloads, step by step, each without what the steps before brought. */
function printSizes(): Plugin {
  return {
    name: "print-sizes",
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const known = new Set<string>();
      for (const step of ["maka-voice-coach", "call", "report", "fr-tag"]) {
        const start = chunks.find(
          ({ fileName }) => fileName === `${step}.js` || fileName.startsWith(`chunks/${step}-`),
        );
        if (!start) this.error(`the build has no chunk "${step}"`);
        const files = withImports(start, chunks).filter(({ fileName }) => !known.has(fileName));
        files.forEach(({ fileName }) => known.add(fileName));
        const raw = sum(files.map(({ code }) => Buffer.byteLength(code)));
        const gzip = sum(files.map(({ code }) => gzipSync(code, { level: 9 }).length));
        console.log(`${step.padEnd(18)} ${kilobytes(raw)} kB, gzip ${kilobytes(gzip)} kB`);
      }
    },
  };
}

function withImports(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): Rolldown.OutputChunk[] {
  const imported = chunks.filter(({ fileName }) => chunk.imports.includes(fileName));
  return [...new Set([chunk, ...imported.flatMap((inner) => withImports(inner, chunks))])];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2).padStart(6);
}

const OUTPUT = {
  minify: true,
  comments: { legal: false, annotation: false, jsdoc: false },
} as const;

/** What each mode of `vite build` reads and writes. */
const BUILDS = {
  /** The tag, and beside it the downloads that follow. */
  production: { entry: "widget/index.ts", format: "es", fileName: "maka-voice-coach.js" },
  /** All of it in one file, for pages that pin scripts by their hash. */
  single: { entry: "widget/index.ts", format: "es", fileName: "maka-voice-coach.single.js" },
  /** What turns links into tags: a classic script, which may also be loaded as a module. */
  loader: { entry: "widget/loader.ts", format: "iife", fileName: "maka-voice-coach.loader.js" },
} as const;

/** After the entry that begins the file, and for words after their language, since each has a `call.ts`. */
function nameChunk({ facadeModuleId }: Rolldown.PreRenderedChunk): string {
  const language = /\/locales\/(\w+)\/[\w-]+\.ts$/.exec(facadeModuleId ?? "")?.[1];
  return `chunks/${language === undefined ? "" : `${language}-`}[name]-[hash:6].js`;
}

function toBuild(mode: string): keyof typeof BUILDS {
  return mode === "single" || mode === "loader" ? mode : "production";
}

/** `vite build` begins `dist/` anew; `--mode single` and `--mode loader` add their file to it. */
export default defineConfig(({ mode }) => {
  const build = toBuild(mode);
  const { entry, format, fileName } = BUILDS[build];
  const isSplit = build === "production";
  return {
    publicDir: false,
    oxc: {
      decorator: { legacy: true },
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
    plugins: [
      gatherProperties(),
      guardTrustedTypes(),
      trimLit(),
      squeezeTemplates(),
      guardExports(),
      build === "single" ? null : squeezeScripts(),
      publishVersion(),
      isSplit ? printSizes() : null,
    ],
    build: {
      target: "es2022",
      emptyOutDir: isSplit,
      modulePreload: false,
      reportCompressedSize: false,
      // A classic script would have a global by this name if it exported anything.
      lib: { entry, formats: [format], name: "unused", fileName: () => fileName },
      rolldownOptions: isSplit
        ? {
            preserveEntrySignatures: "allow-extension",
            output: {
              ...OUTPUT,
              chunkFileNames: nameChunk,
              codeSplitting: { groups: [{ name: "check", test: SMALL_PARTS }] },
            },
          }
        : { output: { ...OUTPUT, codeSplitting: false } },
    },
  };
});
