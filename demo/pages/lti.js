// Where a course leads by LTI 1.3: the page that a platform opens, in its frame or in a window. What it is opened with
// stands in the fragment of its address, which no server and no log sees, and is taken out of it at once.

import { keepSecret, readSecret } from "/lti-secret.js";
import { chooseWords } from "/lti-words.js";

const TAG = "/widget/maka-voice-coach.js";
const PATIENCE_MS = 15_000;
/** Where a page that is loaded again finds its launch. */
const PASS_KEY = "maka-lti-pass";
/** What somebody can mend by opening the practice from the course again. */
const AGAIN = ["state_unknown", "state_used", "state_expired", "launch_over"];

// Asking the platform waits for no style.
if (document.readyState === "loading") {
  await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
}
const main = document.querySelector("main");
const { api } = main.dataset;
const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const asked = new URLSearchParams(location.search);
history.replaceState(null, "", location.pathname + location.search);

const find = (name) => document.getElementById(name);
let words;
speak(navigator.languages);

/** Says what follows in the first of these languages that there are words in. */
function speak(languages) {
  words = chooseWords(languages);
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.language === "ar" ? "rtl" : "ltr";
}

class Refusal extends Error {
  constructor({ message, code, requestId }) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

/** Asks the function; the cookie goes along where the browser sends one. */
async function ask(path, body) {
  const response = await fetch(`${api}/lti/${path}`, {
    method: "POST",
    credentials: "include",
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer);
  return answer;
}

function say(text, reference = "") {
  find("status").textContent = text;
  find("reference").textContent = reference;
  find("reference").hidden = reference === "";
}

function offer(text, act) {
  const button = find("act");
  button.textContent = text;
  button.hidden = false;
  button.onclick = () => {
    button.hidden = true;
    act();
  };
}

/** A refused launch: what to do, and what an administrator can look up. */
function refuse(reason, requestId) {
  const text = AGAIN.includes(reason)
    ? words.again
    : reason === "scenario_missing"
      ? words.unchosen
      : words.administrator;
  say(text, `${reason}${requestId ? ` · ${requestId}` : ""}`);
}

/** Does what an address asks for; what fails on the way can be tried again. */
async function run(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === undefined) {
      say(words.unreachable);
      offer(words.retry, () => void run(act));
    } else if (error.code === "not_found") refuse("launch_over", error.requestId);
    else refuse(error.code, error.requestId);
  }
}

/** Fetches the tag while the platform is asked, and runs nothing of it: the next page needs it. */
function prefetchTag() {
  const link = document.createElement("link");
  Object.assign(link, { rel: "prefetch", as: "script", href: TAG });
  document.head.append(link);
}

/** On the way to the platform. What is kept here proves, when it comes back, that it is the same browser. */
async function begin() {
  const { login, platform, target } = given;
  say(words.opening);
  const secretHash = await keepSecret({ login, platform, target });
  prefetchTag();
  const begun = await ask("begin", { login, secretHash, ...(target ? { target } : {}) });
  if (!begun.windowNeeded) {
    location.replace(begun.authUrl);
    return;
  }
  // Before the platform is asked, whose hint works once: a window of its own keeps what this frame may not.
  say(words.window);
  offer(words.openWindow, () => {
    window.open(`${location.pathname}#${new URLSearchParams(given)}`, "_blank");
    say(words.elsewhere);
  });
}

async function land() {
  say(words.opening);
  void import(TAG).catch(() => undefined);
  const { code, login, platform, target } = given;
  const secret = await readSecret({ login, platform, target });
  const launch = await ask("session", { login, code, secret });
  try {
    sessionStorage.setItem(PASS_KEY, launch.pass);
  } catch {
    // A page that is loaded again is opened from the course again.
  }
  await show(launch);
}

/** A page that was loaded again. */
async function resume(pass) {
  say(words.opening);
  void import(TAG).catch(() => undefined);
  await show({ pass, ...(await ask("token", { pass })) });
}

async function show(launch) {
  if (launch.locale) speak([launch.locale]);
  if (launch.choose) await choose(launch);
  else await practise(launch);
}

async function practise({ pass, embedKey, scenario, locale, learnerToken, isLearner }) {
  await import(TAG);
  say("");
  const tag = document.createElement("maka-voice-coach");
  const attributes = { api, "embed-key": embedKey, scenario, ...(locale ? { locale } : {}) };
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  let first = learnerToken;
  // A token is for one start of this minute.
  setTimeout(() => (first = null), 50_000);
  tag.getLearnerToken = async () => {
    const token = first ?? (await ask("token", { pass })).learnerToken;
    first = null;
    return token;
  };
  main.append(tag, find("course"));
  // Not before the brief, which a learner waits for.
  void import("/lti-result.js").then(({ tellResult }) =>
    tellResult(tag, find("course"), {
      ...{ language: words.language, isLearner },
      readState: async () => (await ask("result", { pass })).state,
    }),
  );
}

/** Deep Linking: a teacher chooses what the place in the course leads to. */
async function choose({ pass, embedKey }) {
  const { fetchScenarios, nameLanguage } = await import("/scenario-list.js");
  const scenarios = await fetchScenarios(api, embedKey);
  say(scenarios.length > 0 ? words.choose : words.nothing);
  const list = find("choices");
  list.hidden = false;
  list.replaceChildren(
    ...scenarios.map(({ id, title, persona, language }) => {
      const button = document.createElement("button");
      const detail = document.createElement("small");
      detail.textContent = `${persona.name}, ${persona.role} · ${nameLanguage(language)}`;
      button.type = "button";
      button.append(title, detail);
      button.addEventListener("click", () => {
        void run(async () => {
          for (const each of list.querySelectorAll("button")) each.disabled = true;
          try {
            await giveBack(await ask("deep-link", { pass, scenario: id }));
          } finally {
            for (const each of list.querySelectorAll("button")) each.disabled = false;
          }
        });
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
}

async function giveBack({ returnUrl, jwt }) {
  const form = find("return");
  form.action = returnUrl;
  form.elements.JWT.value = jwt;
  form.submit();
}

/** Dynamic registration: an administrator opened the link of an invitation at the platform. */
async function register() {
  say(words.registering);
  const { needsDeployment } = await ask("register", {
    invite: asked.get("invite"),
    configurationUrl: asked.get("openid_configuration"),
    registrationToken: asked.get("registration_token"),
    pageUrl: location.origin + location.pathname,
  });
  say(needsDeployment ? `${words.registered} ${words.deployment}` : words.registered);
  (window.opener ?? window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
}

function readPass() {
  try {
    return sessionStorage.getItem(PASS_KEY);
  } catch {
    return null;
  }
}

const pass = readPass();
if (given.error) refuse(given.error, given.request);
else if (given.code) void run(land);
else if (given.login) void run(begin);
else if (asked.has("openid_configuration"))
  void register().catch((error) => say(error.message || words.unreachable));
else if (pass) void run(() => resume(pass));
else say(words.again);
