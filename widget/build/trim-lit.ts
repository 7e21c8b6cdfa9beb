import type { Plugin } from "vite";

/** What to look for in Lit, and what to put in its place. */
type Trim = readonly [RegExp, string];

/**
 * What this build leaves out of Lit, by its file: support for browsers without constructed style sheets (ours
 * have them, since they know `light-dark()`), hooks for polyfills and hydration, metadata and initializers of decorators,
 * the first of which would be left on the page's `Symbol`, converters of attributes, comparisons, defaults and wrapped
 * accessors that no property of ours has, methods that no element of ours overrides, directives and what they ask a part
 * for, templates compiled beforehand, MathML, and bindings to whole elements (`ref`), inside comments or in elements of
 * raw text, of which there are none: the `<title>` of an SVG is none either. Styles hold no other ones.
 */
const LIT_TRIMS: Readonly<Record<string, readonly Trim[]>> = {
  "css-tag": [
    [/(\w+)=\w+\.ShadowRoot&&.{0,160}?"replace"in CSSStyleSheet\.prototype/, "$1=!0"],
    [/,\.\.\.\w+(?=\)=>\{const \w+=1===)/, ""],
    [/1===(\w+)\.length\?\1\[0\]:\w+\.reduce\(.{0,360}?,\1\[0\]\)/, "$1[0]"],
    [/if\(this\._\$cssResult\$=!0,\w+!==\w+\)throw Error\("[^"]*"\);/, ""],
    [/toString\(\)\{return this\.cssText\}/, ""],
    [/(\w+) instanceof CSSStyleSheet\?\1:\1\.styleSheet/, "$1.styleSheet"],
  ],
  "reactive-element": [
    [/,\w+=\w+\.reactiveElementPolyfillSupport/, ""],
    [/,\w+\?\.\(\{ReactiveElement:\w+\}\)/, ""],
    [/Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/, ""],
    [/const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{.{0,140}?\}(?=this\._\$Eh=)/, ""],
    [/case Object:case Array:\w+=null==.{0,40}?JSON\.stringify\(\w+\)/, ""],
    [/case Number:.{0,40}?;case Object:case Array:try\{.{0,60}?\}catch\(\w+\)\{\w+=null\}/, ""],
    [/static addInitializer\(\w+\)\{.{0,60}?\}(?=static get observed)/, ""],
    [/,void 0!==\w+\.l&&\(this\.l=\[\.\.\.\w+\.l\]\)/, ""],
    [/,this\.constructor\.l\?\.forEach\(\w+=>\w+\(this\)\)/, ""],
    [/removeController\(\w+\)\{.{0,40}?\}(?=_\$E_)/, ""],
    [/,this\.prototype\.hasOwnProperty\(\w+\)&&\(\(\w+=Object\.create\(\w+\)\)\.wrapped=!0\)/, ""],
    [/const (\w+)=this\.constructor\.elementProperties;if\(\1\.size>0\).{0,150}?\}(?=\}let )/, ""],
    [/!\(\((\w+)\.hasChanged\?\?(\w+)\)(\(\w+,\w+\))\|\|.{0,110}?\)\)\)\)return/, "!$2$3)return"],
    [
      /\{useDefault:(\w+),(reflect:\w+),wrapped:\w+\},\w+\)\{\1&&.{0,110}?\|\|\((this\._\$AL\.has.{0,40}?)\|\|\1(.{0,120}?\.add\(\w+\))\)\}/,
      "{$2}){$3$4}",
    ],
    [/\(void 0!==(\w+)\.converter\?\.toAttribute\?\1\.converter:(\w+)\)/, "$2"],
    [
      /,(\w+)="function"==typeof \w+\.converter\?\{.{0,100}?:(\w+);(this\._\$Em=\w+;)const (\w+)=\1(\.fromAttribute\(\w+,\w+\.type\));(this\[\w+\]=)\4\?\?this\._\$Ej\?\.get\(\w+\)\?\?\4/,
      ";$3$6$2$5",
    ],
    [/(?<=getOwnPropertyNames:\w+,)getOwnPropertySymbols:\w+,/, ""],
    [/(?<=\[\.\.\.\w+\(\w+\)),\.\.\.\w+\(\w+\)(?=\];for)/, ""],
    [
      /const (\w+)=this\.scheduleUpdate\(\);return null!=\1&&await \1,/,
      "return this.performUpdate(),",
    ],
    [/scheduleUpdate\(\)\{return this\.performUpdate\(\)\}/, ""],
    [/this\.getUpdateComplete\(\)\}getUpdateComplete\(\)\{return /, ""],
    [
      /let (\w+)=!1;(const (\w+)=this\._\$AL;try\{)\1=this\.shouldUpdate\(\3\),\1\?\((.{0,90}?)\):this\._\$EM\(\)(\}catch\(\w+\)\{throw )\1=!1,(.{0,30}?\})\1&&/,
      "$2$4$5$6",
    ],
    [/shouldUpdate\(\w+\)\{return!0\}/, ""],
    [/,this\.firstUpdated\(\w+\)/, ""],
    [/firstUpdated\(\w+\)\{\}/, ""],
  ],
  "lit-html": [
    [/,(\w+)=\w+\.litHtmlPolyfillSupport;\1\?\.\(\w+,\w+\)/, ""],
    [/(removeAttribute\(\w+\)\}else )\w+\.startsWith\(\w+\)&&\(.{0,70}?(?=if\(\w+\.test)/, "$1;"],
    [/;else\{let \w+=-1;for\(;-1!==.{0,90}?\.length-1\}(?=\w+\+\+)/, ";"],
    [/:6===\w+\.type&&\(\w+=new \w+\(\w+,this,\w+\)\)/, ":0"],
    [/:3===\w+\?"<math>":""/, ':""'],
    [/:3===\w+\?"<\/math>":""/, ':""'],
    [/(2===\w+)\|\|3===\w+(?=\)\{const)/, "$1"],
    [/\(\w+\.test\(\w+\[2\]\)&&\(\w+=RegExp\("<\/"\+\w+\[2\],"g"\)\),(\w+=\w+)\)/, "$1"],
    [/if\(\w+\.test\(\w+\.tagName\)\)\{.{0,220}?\}\}(?=\}else if\(8===)/, ""],
    [
      /function (\w+)\((\w+),(\w+),\w+=\2,\w+\)\{if\(\3===\w+\)return \3;let .{0,330}?,\3\}/,
      "function $1($2,$3){return $3}",
    ],
    [/\w+\?\.creationScope\?\?/, ""],
    [/"number"==typeof \w+\?(this\._\$AC\(\w+\)):\(.{0,80}?,\w+\)/, "$1"],
    [/for\(this\._\$AP\?\.\(!1,!0,\w+\);/, "for(;"],
    [/setConnected\(\w+\)\{.{0,70}?\}(?=\}class)/, ""],
    [/,this\._\$Cv=\w+\?\.isConnected\?\?!0/, ""],
    [/get _\$AU\(\)\{return this\._\$AM\?\._\$AU\?\?this\._\$Cv\}/, ""],
    [/get _\$AU\(\)\{return this\._\$AM\._\$AU\}/g, ""],
    [/,this\._\$AN=void 0/g, ""],
    [/get parentNode\(\)\{return this\._\$AM\.parentNode\}/, ""],
    [/get parentNode\(\)\{let .{0,120}?\}(?=get startNode)/, ""],
    [/get startNode\(\)\{.{0,25}?\}get endNode\(\)\{.{0,25}?\}/, ""],
    [/get tagName\(\)\{return this\.element\.tagName\}/, ""],
    [/constructor\(\)\{super\(\.\.\.arguments\),this\.type=\d\}/g, ""],
    [/constructor\([\w,]+\)\{super\([\w,]+\),this\.type=5\}/, ""],
  ],
  "lit-element": [
    [
      /,\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\);const (\w+)=\w+\.litElementPolyfillSupport;\1\?\.\(\{LitElement:\w+\}\);/,
      ";",
    ],
    [/connectedCallback\(\)\{super\.connectedCallback\(\),.{0,120}?\(!1\)\}/, ""],
    [/this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ""],
    [/,this\._\$Do=void 0/, ""],
    [/this\._\$Do=(?=\w+\(\w+,this\.renderRoot)/, ""],
  ],
};

/**
 * What Lit takes from objects, it takes here from them alone and not from what a page put on `Object.prototype`: options of
 * listeners (a function is its own; ours have none), of properties, of shadow roots and of rendering, the strings of
 * a part that has none, and whether a value is a node. Nor does it write into what a page's translator put in the place
 * of a text.
 */
const LIT_GUARDS: Readonly<Record<string, readonly Trim[]>> = {
  "css-tag": [],
  "reactive-element": [
    [/(static createProperty\((\w+),(\w+)=(\w+)\)\{)/, "$1$3={__proto__:null,...$3};"],
    [/\{(mode:"open"\})/, "{__proto__:null,$1"],
  ],
  "lit-html": [
    [/(\w+\(this\._\$AH\))\?(this\._\$AA\.nextSibling)(?=\.data=)/, "$1&&3===$2.nodeType?$2"],
    [/\|\|(\w+)\.capture!==(\w+)\.capture\|\|\1\.once!==\2\.once\|\|\1\.passive!==\2\.passive/, ""],
    [/(removeEventListener\(this\.name,this),\w+\)/, "$1)"],
    [/(addEventListener\(this\.name,this),\w+\)/, "$1)"],
    [/void 0!==(\w+)\.nodeType/, "$1 instanceof Node"],
    [/this\.type=2,/, "this.strings=void 0,"],
    [/this\.type=1,/, "this.strings=void 0,"],
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
      const strange = trims.find(([pattern]) => code.search(pattern) < 0);
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
