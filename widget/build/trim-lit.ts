import type { Plugin } from "vite";

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
export function trimLit(): Plugin {
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
