// The playground: every attribute, colour and method of the tag, what it says in events, and its HTML to copy. What is
// set stands in the address, tokens excepted.
import { describeAccent, toLuminance, toRatio } from "/contrast.js";
import { buildAttributes, buildColours, buildEvent } from "/playground-form.js";
import { ATTRIBUTES, COLOURS, EVENTS } from "/playground-table.js";
import { fetchScenarios } from "/scenario-list.js";

const KEPT_EVENTS = 200;
const LEGIBLE = 4.5;

const find = (selector) => document.querySelector(selector);
const coach = find("maka-voice-coach");
const [settings, preview, html] = ["#settings", "#preview", "#html"].map(find);
const [width, rtl, dark] = ["#width", "#rtl", "#dark"].map(find);
/** What the page's own markup says: the set-up that needs no address. */
const FIRST = Object.fromEntries(
  ATTRIBUTES.map(({ name }) => [name, coach.getAttribute(name) ?? ""]),
);
const colours = new Map();
const loadedAt = performance.now();

find("#attributes").append(...buildAttributes());
find("#colours").append(...buildColours());

const readControl = ({ name, flag }) =>
  flag ? settings.elements[name].checked : settings.elements[name].value.trim();

const isDark = () => {
  const { value } = settings.elements.theme;
  return value === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : value === "dark";
};

/** What the tag gets: null leaves the attribute out. */
function toValue(attribute) {
  const value = readControl(attribute);
  if (attribute.flag) return value ? "" : null;
  // The first word of a menu is what counts without the attribute; a locale's is no word at all.
  return value === "" || value === attribute.choices?.[0] ? null : value;
}

function applyAttribute(attribute) {
  const { name, json } = attribute;
  const value = toValue(attribute);
  if (json) tellProblem(value);
  if (value === coach.getAttribute(name)) return;
  if (value === null) coach.removeAttribute(name);
  else coach.setAttribute(name, value);
}

function tellProblem(value) {
  const field = settings.elements.variables;
  let problem = "";
  try {
    const parsed = JSON.parse(value ?? "{}");
    if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed))
      problem = 'Write a JSON object, such as {"company": "Novea"}.';
  } catch (error) {
    problem = `This is no JSON: ${error.message}`;
  }
  field.setAttribute("aria-invalid", String(problem !== ""));
  find("#variables-problem").textContent = problem;
}

function applyAll() {
  for (const attribute of ATTRIBUTES) applyAttribute(attribute);
  for (const { name } of COLOURS) {
    if (colours.has(name)) coach.style.setProperty(name, colours.get(name));
    else coach.style.removeProperty(name);
  }
  preview.style.maxInlineSize = `${width.value}px`;
  find("#width-shown").textContent = width.value;
  document.documentElement.dir = rtl.checked ? "rtl" : "ltr";
  document.documentElement.classList.toggle("dark", dark.checked);
  find("#floating").hidden = settings.elements.variant.value === "inline";
  showColours();
  html.textContent = toHtml();
  writeAddress();
}

function showColours() {
  const own = isDark() ? "dark" : "light";
  const current = (colour) => colours.get(colour.name) ?? colour[own];
  for (const colour of COLOURS) {
    settings.elements[colour.name].value = current(colour);
    find(`[data-colour="${colour.name}"]`).hidden = !colours.has(colour.name);
  }
  const [accent, surface] = COLOURS.map(current);
  const weak = COLOURS.filter(({ text }) => text)
    .map((colour) => [colour, toRatio(toLuminance(current(colour)), toLuminance(surface))])
    .filter(([, ratio]) => ratio < LEGIBLE)
    .map(([{ name }, ratio]) => `${name} has ${ratio.toFixed(1)}:1, and text needs ${LEGIBLE}:1.`);
  const sentence = `Accent: ${describeAccent(accent, surface, isDark())}`;
  const contrast = find("#contrast");
  const told = [sentence, ...weak].join(" ");
  // Told again only when it changed: a status is read out.
  if (contrast.textContent !== told) contrast.textContent = told;
}

function toHtml() {
  const source = new URL("/widget/maka-voice-coach.js", location.href);
  const attributes = ATTRIBUTES.filter(({ name }) => coach.hasAttribute(name)).map(({ name }) => {
    const value = coach.getAttribute(name);
    return value === "" ? `\n  ${name}` : `\n  ${name}="${escape(value)}"`;
  });
  const rules = [...colours].map(([name, value]) => `\n    ${name}: ${value};`);
  const style = rules.length
    ? `<style>\n  maka-voice-coach {${rules.join("")}\n  }\n</style>\n`
    : "";
  const script = `<script type="module" src="${source}"></` + "script>";
  return `${script}\n${style}<maka-voice-coach${attributes.join("")}\n></maka-voice-coach>`;
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function writeAddress() {
  const address = new URLSearchParams();
  for (const attribute of ATTRIBUTES) {
    const { name, flag, secret } = attribute;
    const value = toValue(attribute);
    const told = flag ? (value === "" ? "on" : "") : (value ?? "");
    if (!secret && told !== FIRST[name]) address.set(name, told);
  }
  for (const [name, value] of colours) address.set(name, value);
  if (width.value !== width.defaultValue) address.set("width", width.value);
  for (const box of [rtl, dark]) if (box.checked) address.set(box.id, "on");
  const query = address.toString();
  history.replaceState(null, "", location.pathname + (query && `?${query}`));
}

function readAddress() {
  const address = new URLSearchParams(location.search);
  for (const { name, flag, secret, choices } of ATTRIBUTES) {
    const given = secret ? null : address.get(name);
    const control = settings.elements[name];
    if (flag) control.checked = given !== null;
    else control.value = given ?? FIRST[name];
    if (choices && control.selectedIndex < 0) control.selectedIndex = 0;
  }
  colours.clear();
  for (const { name } of COLOURS) {
    const value = address.get(name);
    if (/^#[\da-f]{6}$/i.test(value ?? "")) colours.set(name, value);
  }
  width.value = address.get("width") ?? width.defaultValue;
  for (const box of [rtl, dark]) box.checked = address.has(box.id);
}

function showProperties() {
  const { phase = "not loaded", remainingSeconds, turns, report } = coach;
  const rows = {
    phase,
    remainingSeconds,
    "turns.length": turns?.length,
    "report?.total": report?.total,
  };
  find("#properties").replaceChildren(
    ...Object.entries(rows).flatMap(([name, value]) => {
      const [term, told] = ["dt", "dd"].map((tag) => document.createElement(tag));
      term.textContent = name;
      told.textContent = String(value ?? null);
      return [term, told];
    }),
  );
}

function log(event) {
  const list = find("#events");
  list.prepend(buildEvent(event, (performance.now() - loadedAt) / 1_000));
  while (list.children.length > KEPT_EVENTS) list.lastElementChild.remove();
  countEvents();
  // Once the event is over: the tag has the practice only after the practice told of its first phase.
  queueMicrotask(showProperties);
}

function countEvents() {
  const { length } = find("#events").children;
  const most = length === KEPT_EVENTS ? "the latest " : "";
  find("#event-count").textContent = length === 0 ? "none yet" : `${most}${length}, newest first`;
  find("#clear").hidden = length === 0;
}

async function offerScenarios() {
  const { api, "embed-key": embedKey } = settings.elements;
  const scenarios = await fetchScenarios(api.value, embedKey.value).catch(() => []);
  find("#scenarios").replaceChildren(...scenarios.map(({ id, title }) => new Option(title, id)));
}

async function copy() {
  const said = find("#copied");
  try {
    await navigator.clipboard.writeText(html.textContent);
    said.textContent = "Copied";
  } catch {
    // Without a clipboard of its own the page can still select, and the learner presses the keys.
    getSelection().selectAllChildren(html);
    said.textContent = "Selected: copy it with the keyboard";
  }
}

/** Text that leads to another brief counts once it is whole; everything else at once. */
const isAwaited = ({ name }) => ["api", "embed-key", "scenario", "learner-token"].includes(name);

settings.addEventListener("submit", (event) => {
  event.preventDefault();
});
settings.addEventListener("input", ({ target }) => {
  if (target.type === "color") colours.set(target.name, target.value);
  if (target.name && !isAwaited(target)) applyAll();
});
settings.addEventListener("change", ({ target }) => {
  if (!isAwaited(target)) return;
  applyAll();
  if (target.name === "api" || target.name === "embed-key") void offerScenarios();
});
settings.addEventListener("click", ({ target }) => {
  const { method, colour } = target.dataset;
  if (colour) {
    colours.delete(colour);
    applyAll();
    settings.elements[colour].focus();
  }
  if (method) coach[method]?.(...(method === "sendText" ? [find("#words").value] : []));
  if (method) showProperties();
});
find("#reset").addEventListener("click", () => {
  history.replaceState(null, "", location.pathname);
  readAddress();
  applyAll();
});
for (const control of [width, rtl]) control.addEventListener("input", applyAll);
dark.addEventListener("input", () => {
  // What a page does that is dark itself: the tag follows the device, and knows nothing of the page.
  settings.elements.theme.value = dark.checked ? "dark" : "auto";
  applyAll();
});
find("#copy").addEventListener("click", copy);
find("#clear").addEventListener("click", () => {
  find("#events").replaceChildren();
  countEvents();
});
for (const name of EVENTS) document.addEventListener(name, log);

readAddress();
applyAll();
showProperties();
void offerScenarios();
void customElements.whenDefined(coach.localName).then(showProperties);
