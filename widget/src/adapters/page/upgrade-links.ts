const TAG = "maka-voice-coach";
/**
 * What whoever wrote a link may choose. Which service hears the voice and who practises are the administrator's: a
 * learner's post in a forum must not decide them, nor put a button over the page.
 */
const GIVEN = ["scenario", "locale", "captions", "input", "theme", "variables"];
const SCENARIO = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Each tag asks for its brief: a post with a thousand links must not ask a thousand times. */
const MOST_TAGS = 20;

/**
 * Puts the tag in the place of every `<a class="maka-voice-coach" href="…#scenario=…">`, also of those that come
 * later. `script` is the loader's own: its `data-api` and `data-embed-key` go to every tag, further `data-`
 * attributes are what counts where a link says nothing. A link stays where it is while the tag is not defined, where
 * it names no scenario, where somebody edits it, and where the page has many tags already. Methods are borrowed from
 * prototypes, since elements of a page may be named like the document's own.
 */
export function upgradeLinks(script: HTMLScriptElement): void {
  const own = readOwn(script);
  if (!own.has("api") || !own.has("embed-key")) {
    console.warn(`<${TAG}> the loader's script lacks data-api or data-embed-key`);
    return;
  }
  const links = Document.prototype.getElementsByClassName.call(document, TAG);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- call() takes the last overload for the only one
  const tags = Document.prototype.getElementsByTagName.call(document, TAG);
  let isAsked = false;
  const look = (): void => {
    for (const link of Array.from(links)) {
      const given = readLink(link);
      if (!given || tags.length >= MOST_TAGS) continue;
      if (customElements.get(TAG)) link.replaceWith(createTag(new Map([...own, ...given])));
      else if (!isAsked) {
        isAsked = true;
        void customElements.whenDefined(TAG).then(look);
        if (script.src) loadTag(script.src);
      }
    }
  };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** What the administrator set on the script. */
function readOwn(script: HTMLScriptElement): Map<string, string> {
  const names = ["api", "embed-key", ...GIVEN.slice(1)];
  return pick(names, (name) => script.getAttribute(`data-${name}`));
}

/** What a link asks for, in its fragment or its query; null where it is none of ours. */
function readLink(link: Element): Map<string, string> | null {
  if (!(link instanceof HTMLAnchorElement) || link.isContentEditable) return null;
  if (!/^https?:$/.test(link.protocol)) return null;
  const [fragment, query] = [link.hash, link.search].map(
    (text) => new URLSearchParams(text.slice(1)),
  );
  const given = pick(GIVEN, (name) => fragment?.get(name) ?? query?.get(name));
  return SCENARIO.test(given.get("scenario") ?? "") ? given : null;
}

function pick(
  names: readonly string[],
  read: (name: string) => string | null | undefined,
): Map<string, string> {
  return new Map(
    names.flatMap((name) => {
      const value = read(name);
      return value ? [[name, value] as const] : [];
    }),
  );
}

function createTag(attributes: ReadonlyMap<string, string>): HTMLElement {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- call() takes the last overload for the only one
  const tag = Document.prototype.createElement.call(document, TAG);
  for (const [name, value] of attributes) tag.setAttribute(name, value);
  return tag;
}

/** The tag's file lies beside the loader's, below the same version. Where it cannot be fetched, the links remain. */
function loadTag(beside: string): void {
  const { href } = new URL(`${TAG}.js`, beside);
  // Not every browser names the file in its error.
  import(/* @vite-ignore */ href).catch((error: unknown) => {
    console.warn(`<${TAG}> ${href}: ${String(error)}`);
  });
}
