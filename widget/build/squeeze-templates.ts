import type { Plugin } from "vite";
import { ELEMENT_FILE } from "./element-file.ts";

/** Collapses the white space of `css` and `html` templates and drops comments, which no minifier touches. */
export function squeezeTemplates(): Plugin {
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
            .replace(/ > (?=[\w*:.[])/g, ">")
            .replace(/\b0\./g, ".")
            .replace(/` /, "`"),
        )
        .replace(/>\s*\n\s*(?=[<$])/g, "> ")
        .replace(/(<\/(?:div|p|ul|ol|li|h[23]|header|footer|section|form)>)\s+(?=[<$])/g, "$1")
        .replace(/\}\s*\n\s*(?=<|\$\{)/g, "} ")
        .replace(/\n\s+>/g, ">")
        .replace(/\bhtml`\s+(?=[<$])/g, "html`")
        .replace(/>\s+`/g, ">`")
        .replace(/\n\s+(?=[@.?\w-]+=["$])/g, " ");
    },
  };
}
