// The library: people that can be called at the demo site. Each card leads to a brief, in the tag of the same page. What is
// looked for and who is called stand in the address, so that both can be sent to somebody.
import { createCard, nameLevel, nameOwn, rememberBest, toPrimary } from "/people.js";
import { fetchScenarios } from "/scenario-list.js";

const CHIPS = ["difficulty", "language", "tag"];
const LEVELS = ["easy", "standard", "hard"];
/** Phases in which another person would hang up on somebody. */
const HOLDING = ["requesting-microphone", "connecting", "in-call", "ending"];

const find = (selector) => document.querySelector(selector);
const [filters, list, count, coach] = ["#filters", "#list", "#count", "maka-voice-coach"].map(find);
const [clear, again, people, practice, back] = [
  "#clear",
  "#again",
  "#people",
  "#practice",
  "#back",
].map(find);
const search = filters.elements.q;

let scenarios = [];

/** Letters without accents and case: who types "theatre" finds "théâtre". */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function readAddress() {
  return new URLSearchParams(location.search);
}

/** The address with some of what it says changed; what is empty is left out. */
function toAddress(changes) {
  const address = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  const query = address.toString();
  return location.pathname + (query && `?${query}`);
}

async function load() {
  list.setAttribute("aria-busy", "true");
  again.hidden = true;
  count.textContent = "Fetching the customers…";
  try {
    scenarios = await fetchScenarios(coach.getAttribute("api"), coach.getAttribute("embed-key"));
    show();
    // Whoever looks at people will call one: the tag fetches what that needs, their figures first.
    coach.dispatchEvent(new PointerEvent("pointerover"));
  } catch (error) {
    scenarios = [];
    list.replaceChildren();
    count.textContent = error.message;
    again.hidden = false;
  }
  list.removeAttribute("aria-busy");
}

/** Shows what the address asks for: at the start, and when somebody goes back. */
function followAddress() {
  search.value = readAddress().get("q") ?? "";
  open(readAddress().get("scenario"));
  show();
}

function show() {
  const address = readAddress();
  const [difficulty, language, tag] = CHIPS.map((name) => address.get(name) ?? "");
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  const found = scenarios.filter((scenario) => {
    const { id, title, persona, tags } = scenario;
    const text = plain([id, title, persona.name, persona.role, ...tags].join(" "));
    return (
      words.every((word) => text.includes(word)) &&
      (!language || toPrimary(scenario.language) === language) &&
      (!difficulty || scenario.difficulty === difficulty) &&
      (!tag || tags.includes(tag))
    );
  });
  list.replaceChildren(...found.map(toItem));
  const languages = scenarios.map((scenario) => toPrimary(scenario.language));
  offer("difficulty", LEVELS, nameLevel);
  offer("language", [...new Set(languages)].sort(), nameOwn);
  offer("tag", listSubjects(language, tag), (word) => word);
  const isWhole = !difficulty && !language && !tag && words.length === 0;
  clear.ariaPressed = String(isWhole);
  clear.textContent = `All ${scenarios.length || ""}`.trim();
  count.textContent = toCount(found.length);
  back.href = toAddress({ scenario: "" });
}

/** Every subject of a language, or what several people have in common; the chosen one in any case. */
function listSubjects(language, chosen) {
  const times = new Map();
  for (const { language: spoken, tags } of scenarios)
    if (!language || toPrimary(spoken) === language)
      for (const tag of tags) times.set(tag, (times.get(tag) ?? 0) + 1);
  return [...times].flatMap(([tag, count]) =>
    language || count > 1 || tag === chosen ? [tag] : [],
  );
}

/** Draws the chips of a filter; one that is pressed again lets go. */
function offer(name, values, toWords) {
  const chosen = readAddress().get(name) ?? "";
  const held = document.activeElement?.closest(`#${name} button`)?.value;
  const chips = values.map((value) => {
    const chip = document.createElement("button");
    Object.assign(chip, { type: "button", value, textContent: toWords(value) });
    if (name === "language") chip.lang = value;
    chip.ariaPressed = String(value === chosen);
    return chip;
  });
  find(`#${name}`).replaceChildren(...chips);
  chips.find(({ value }) => value === held)?.focus();
}

function toCount(found) {
  if (scenarios.length === 0) return "Nothing was published to this site yet.";
  if (found === 0) return "Nobody fits. Take a filter away.";
  if (found === scenarios.length) return `${found} ${found === 1 ? "customer" : "customers"}`;
  return `${found} of ${scenarios.length} customers`;
}

function toItem(scenario) {
  const item = createCard(scenario, toAddress({ scenario: scenario.id }));
  const link = item.querySelector("a");
  link.addEventListener("click", (event) => {
    // A new tab or window is opened by the browser, which finds the scenario in the address.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    open(scenario.id);
    practice.focus();
  });
  return item;
}

/** Shows a brief in the place of the list, or the list again. */
function open(id) {
  people.hidden = Boolean(id);
  practice.hidden = !id;
  if (id) coach.setAttribute("scenario", id);
  else coach.removeAttribute("scenario");
  const query = new URLSearchParams({ site: coach.getAttribute("embed-key") });
  for (const link of document.querySelectorAll("#packages a"))
    link.href = `/packages/${id}.${link.dataset.kind}.zip?${query}`;
  scrollTo(0, 0);
}

/** Whether somebody who is in a call would rather leave it. */
function mayLeave() {
  return !HOLDING.includes(coach.phase) || confirm("Leaving ends the call. End it?");
}

filters.addEventListener("submit", (event) => {
  event.preventDefault();
});
search.addEventListener("input", () => {
  history.replaceState(null, "", toAddress({ q: search.value }));
  show();
});
filters.addEventListener("click", ({ target }) => {
  const chip = target.closest(".chips [role=group] button");
  if (!chip) return;
  const value = chip.ariaPressed === "true" ? "" : chip.value;
  history.replaceState(null, "", toAddress({ [chip.parentElement.id]: value }));
  show();
});
clear.addEventListener("click", () => {
  search.value = "";
  const nothing = Object.fromEntries(["q", ...CHIPS].map((name) => [name, ""]));
  history.replaceState(null, "", toAddress(nothing));
  show();
});
back.addEventListener("click", (event) => {
  event.preventDefault();
  if (!mayLeave()) return;
  const id = coach.getAttribute("scenario");
  history.pushState(null, "", back.href);
  followAddress();
  list.querySelector(`[data-id="${CSS.escape(id)}"] a`)?.focus();
});
again.addEventListener("click", load);
addEventListener("popstate", () => {
  const open = coach.getAttribute("scenario") ?? "";
  if (readAddress().get("scenario") === open || mayLeave()) followAddress();
  else history.pushState(null, "", toAddress({ scenario: open }));
});
rememberBest(coach);
followAddress();
void load();
