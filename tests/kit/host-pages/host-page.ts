import type { Visit } from "./visit.ts";

/** How far a page is followed. Each shows the brief first; each ends with the tag removed. */
export type Journey =
  /** Text mode: consent, and the customer's opening words. */
  | "start"
  /** Text mode: also a sentence, its answer, the end and the report. */
  | "typed"
  /** By microphone: the customer is audible, the end, and what is told of an empty call. */
  | "voice"
  /** The tag shows `says` in the brief's place. */
  | "refused"
  /** Consent is answered with `says`: no microphone here. */
  | "blocked"
  /** The script did not run: the page shows what stands between the tags. */
  | "absent";

/** One kind of host page. In its texts `{host}`, `{cdn}`, `{api}`, `{functions}`, `{hash}`, `{key}` are filled in. */
export interface HostPage {
  readonly name: string;
  readonly journey: Journey | ((visit: Visit) => Promise<void>);
  /** What the learner reads, for the journeys that are refused. */
  readonly says?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `<!doctype html>`. */
  readonly doctype?: string;
  /** Attributes of the root element, in place of `lang="en"`. */
  readonly root?: string;
  /** Stands before our script. */
  readonly head?: string;
  /** In place of the one module script. */
  readonly script?: string;
  /** In place of the one tag. */
  readonly tag?: string;
  /** Stands at the end of the body. */
  readonly tail?: string;
  /** The page that frames this one from another origin: attributes of its `<iframe>`. */
  readonly framedWith?: string;
  /** Its journey asks what was audible; that of `voice` does so anyway. */
  readonly isHeard?: boolean;
  /** Errors of the console that the page itself asks for. */
  readonly tolerates?: RegExp;
}

/** The tag as most pages write it; further attributes and an own scenario may follow. */
export function writeTag(attributes = 'input="text"'): string {
  return `<maka-voice-coach api="{functions}" embed-key="{key}" scenario="saas-discovery-en" locale="en" ${attributes}><p id="fallback">The practice needs a newer browser.</p></maka-voice-coach>`;
}

/** What consoles say of a request that does not come through: Chromium, then Firefox. */
export const UNREACHABLE = /Failed to load resource|Same Origin Policy/;

/** The script as most pages write it. */
export const MODULE = '<script type="module" src="{host}/widget/maka-voice-coach.js"></script>';

/** The same in one file, which a page can pin. */
export const SINGLE = "{host}/pinned/maka-voice-coach.single.js";

const CONTENT = `<h1>Week 2</h1><p>Read <a href="#later">what follows</a>, <em>then</em> call.</p>
<ul><li>Ask first</li><li>Listen</li></ul><blockquote>A question is a gift.</blockquote>
<table><tbody><tr><th>Day</th><td>Monday</td></tr></tbody></table>
<form><label>Note <input name="note" /></label><button type="button">Keep</button></form>`;

/** The page's text. It is well-formed XML too, so that it can be served as such. */
export function renderHostPage(page: HostPage): string {
  const { doctype = "<!doctype html>", root = 'lang="en"', head = "", tail = "" } = page;
  const { script = MODULE, tag = writeTag(page.journey === "voice" ? "" : undefined) } = page;
  return `${doctype}
<html ${root}><head><meta charset="utf-8" /><title>${page.name}</title>${head}${script}</head>
<body><div class="host">${CONTENT}</div><div id="place">${tag}</div><p id="later">After it.</p>${tail}</body></html>`;
}
