import { upgradeLinks } from "./src/adapters/page/upgrade-links.ts";

// The entry of `maka-voice-coach.loader.js`, a file of its own that an administrator installs once where authors may
// write links and no scripts. A classic script knows itself; a module is found by its file's name.
const { currentScript } = document;
const own =
  currentScript instanceof HTMLScriptElement
    ? currentScript
    : // eslint-disable-next-line @typescript-eslint/no-deprecated -- call() takes the last overload for the only one
      Document.prototype.querySelector.call(document, "script[src*='maka-voice-coach.loader.js']");
if (own instanceof HTMLScriptElement) upgradeLinks(own);
