// The library: lists what was published to the demo site, and opens any of it in the tag of the same page. What is
// looked for and which scenario is open stand in the address, so that both can be sent to somebody.
import { fetchScenarios, nameLanguage } from "/scenario-list.js";

const FILTERS = ["q", "language", "difficulty", "tag"];
const WORDS = { easy: "Easy", standard: "Standard", hard: "Hard" };
/** Phases in which another scenario would hang up on somebody. */
const HOLDING = ["requesting-microphone", "connecting", "in-call", "ending"];

const find = (selector) => document.querySelector(selector);
const [filters, list, count, coach] = ["#filters", "#list", "#count", "maka-voice-coach"].map(find);
const [clear, again, practice] = ["#clear", "#again", "#practice"].map(find);

let scenarios = [];

/** Letters without accents and case: who types "theatre" finds "théâtre". */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The language without its region: who looks for German is also shown what is spoken in Austria. */
function toPrimary(language) {
  return new Intl.Locale(language).language;
}

function readAddress() {
  return new URLSearchParams(location.search);
}

function writeAddress(changes, remember) {
  const address = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  const query = address.toString();
  const url = location.pathname + (query && `?${query}`);
  history[remember ? "pushState" : "replaceState"](null, "", url);
}

async function load() {
  list.setAttribute("aria-busy", "true");
  again.hidden = true;
  count.textContent = "Fetching the scenarios…";
  try {
    scenarios = await fetchScenarios(coach.getAttribute("api"), coach.getAttribute("embed-key"));
    const languages = scenarios.map(({ language }) => toPrimary(language));
    fill("language", [...new Set(languages)], nameLanguage);
    fill("tag", [...new Set(scenarios.flatMap(({ tags }) => tags))], (tag) => tag);
    followAddress();
    // Below a long list, nobody would see what the address opened, nor that a call was interrupted.
    if (!coach.hidden && matchMedia("(max-width: 60rem)").matches) practice.scrollIntoView();
  } catch (error) {
    scenarios = [];
    list.replaceChildren();
    count.textContent = error.message;
    again.hidden = false;
  }
  list.removeAttribute("aria-busy");
}

/** Offers every value that occurs, by its name in alphabetical order. */
function fill(name, values, toName) {
  const options = values
    .map((value) => new Option(toName(value), value))
    .sort((one, other) => one.text.localeCompare(other.text));
  filters.elements[name].replaceChildren(filters.elements[name].options[0], ...options);
}

/** Shows what the address asks for: at the start, and when somebody goes back. */
function followAddress() {
  const address = readAddress();
  for (const name of FILTERS) filters.elements[name].value = address.get(name) ?? "";
  // A value that no option has leaves a menu without one; "any" is what is shown then.
  for (const menu of filters.querySelectorAll("select")) if (!menu.value) menu.selectedIndex = 0;
  const wanted = address.get("scenario");
  if (wanted !== coach.getAttribute("scenario")) open(wanted);
  show();
}

function show() {
  const sought = Object.fromEntries(FILTERS.map((name) => [name, filters.elements[name].value]));
  const words = plain(sought.q).split(/\s+/).filter(Boolean);
  const found = scenarios.filter((scenario) => {
    const { id, title, persona, tags, language, difficulty } = scenario;
    const text = plain([id, title, persona.name, persona.role, ...tags].join(" "));
    return (
      words.every((word) => text.includes(word)) &&
      (!sought.language || toPrimary(language) === sought.language) &&
      (!sought.difficulty || difficulty === sought.difficulty) &&
      (!sought.tag || tags.includes(sought.tag))
    );
  });
  list.replaceChildren(...found.map(toItem));
  clear.hidden = FILTERS.every((name) => !sought[name]);
  count.textContent = toCount(found.length);
}

function toCount(found) {
  if (scenarios.length === 0) return "Nothing was published to this site yet.";
  if (found === 0) return "No scenario fits. Take a filter away.";
  if (found === scenarios.length) return `${found} ${found === 1 ? "scenario" : "scenarios"}`;
  return `${found} of ${scenarios.length} scenarios`;
}

function toItem({ id, title, language, difficulty, durationSeconds, tags, persona }) {
  const item = find("#scenario").content.cloneNode(true).firstElementChild;
  const [link, who, about, subjects, start] = ["a", ".who", ".about", ".tags", "button"].map(
    (selector) => item.querySelector(selector),
  );
  const address = readAddress();
  address.set("scenario", id);
  item.dataset.id = id;
  link.textContent = title;
  link.href = `?${address}`;
  who.textContent = `${persona.name} · ${persona.role}`;
  link.lang = who.lang = language;
  const minutes = Math.round(durationSeconds / 60);
  about.textContent = `${nameLanguage(language)} · ${WORDS[difficulty]} · ${minutes} min`;
  subjects.replaceChildren(
    ...tags.map((tag) => Object.assign(document.createElement("li"), { textContent: tag })),
  );
  start.setAttribute("aria-label", `Start: ${title}`);
  mark(item);
  link.addEventListener("click", (event) => {
    // A new tab or window is opened by the browser, which finds the scenario in the address.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(id);
  });
  start.addEventListener("click", () => {
    choose(id);
  });
  return item;
}

function mark(item) {
  const link = item.querySelector("a");
  if (item.dataset.id === coach.getAttribute("scenario")) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

/** Shows the brief of a scenario, unless somebody would rather stay in the call that is on. */
function choose(id) {
  const isOther = id !== coach.getAttribute("scenario");
  if (isOther && HOLDING.includes(coach.phase)) {
    if (!confirm("Opening another scenario ends the call. End it?")) return;
  }
  writeAddress({ scenario: id }, isOther);
  open(id);
  practice.focus({ preventScroll: true });
  practice.scrollIntoView({ block: "start" });
}

function open(id) {
  coach.hidden = !id;
  find("#invitation").hidden = Boolean(id);
  if (id) coach.setAttribute("scenario", id);
  else coach.removeAttribute("scenario");
  for (const item of list.querySelectorAll("li[data-id]")) mark(item);
}

filters.addEventListener("submit", (event) => {
  event.preventDefault();
});
filters.addEventListener("input", () => {
  writeAddress(Object.fromEntries(new FormData(filters)), false);
  show();
});
clear.addEventListener("click", () => {
  filters.reset();
  writeAddress(Object.fromEntries(FILTERS.map((name) => [name, ""])), false);
  show();
  filters.elements.q.focus();
});
again.addEventListener("click", load);
addEventListener("popstate", followAddress);
void load();
