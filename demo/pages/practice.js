// The operator's own page for a practice. It works alone, behind links that say what to practise, and as the window that
// a tag opens where the page around it may not use the microphone: then everything stands in the fragment of the address,
// which no server and no log sees, and the report goes back to the tag.

import { rememberBest } from "/people.js";

const SOURCE = "maka-voice-coach";
/** Attributes that an opener may set. The service is this page's own choice: another would get the voice. */
const ATTRIBUTES = [
  "embed-key",
  "scenario",
  "locale",
  "learner-token",
  "learner-name",
  "variables",
  "captions",
  "input",
  "theme",
];

/** Attributes that a link may set, whoever wrote it; the loader of the package takes the same ones. */
const OF_LINKS = ["scenario", "locale", "captions", "input", "theme", "variables"];

/** Phases of the tag in which there is no report to wait for. */
const WITHOUT_REPORT = ["not-scored", "report-failed", "failed"];

const given = new URLSearchParams(location.hash.slice(1));
const asked = new URLSearchParams(location.search);
const api = given.get("api");
// A token must not stay in the address, where the history would keep it.
if (api !== null || given.has("learner-token"))
  history.replaceState(null, "", location.pathname + location.search);

const tag = document.querySelector("maka-voice-coach");
rememberBest(tag);
if (api !== null && api !== tag.getAttribute("api")) {
  tag.remove();
  document.querySelector("#refusal").hidden = false;
} else if (api !== null) {
  for (const name of ATTRIBUTES) if (given.get(name)) tag.setAttribute(name, given.get(name));
  reportTo(findOpener());
} else {
  for (const name of OF_LINKS) {
    const value = given.get(name) || asked.get(name);
    if (value) tag.setAttribute(name, value);
  }
}

/** Who opened this page, if it may have the report; the browser delivers to that origin and no other. */
function findOpener() {
  const openers = document.querySelector("meta[name=maka-openers]").content.split(/\s+/);
  const origin = given.get("opener-origin");
  const isAllowed = origin === location.origin || (origin && openers.includes(origin));
  return window.opener && isAllowed ? { window: window.opener, origin } : null;
}

/** Tells the opener what it needs to know, with the word that it gave this window. */
function reportTo(opener) {
  if (!opener) return;
  const nonce = given.get("nonce");
  const send = (message) => {
    opener.window.postMessage({ source: SOURCE, nonce, message }, opener.origin);
  };
  tag.addEventListener("maka-session-started", ({ detail }) => {
    send({ type: "session-started", ...detail });
  });
  tag.addEventListener("maka-session-ended", ({ detail }) => {
    send({ type: "session-ended", ...detail });
  });
  tag.addEventListener("maka-phase-changed", ({ detail }) => {
    if (WITHOUT_REPORT.includes(detail.phase)) send({ type: "report-missing" });
  });
  tag.addEventListener("maka-report-ready", () => {
    if (!tag.report) return;
    send({ type: "report-ready", report: tag.report });
    document.querySelector("#return").hidden = false;
  });
}
