// Builds the controls of the playground from its tables.
import { ATTRIBUTES, COLOURS } from "/playground-table.js";
import { nameLanguage } from "/scenario-list.js";

function create(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A control for each attribute, named like it. */
export function buildAttributes() {
  return ATTRIBUTES.map((attribute) => {
    const { name, about, flag } = attribute;
    const control = buildControl(attribute);
    control.name = name;
    const title = create("code", { textContent: name });
    if (flag) return create("label", { className: "check" }, control, title, ` ${about}`);
    const label = create("label", {}, title, ` ${about}`, control);
    if (attribute.json) {
      const problem = create("span", { id: "variables-problem", className: "problem" });
      control.setAttribute("aria-describedby", problem.id);
      label.append(problem);
    }
    return label;
  });
}

function buildControl({ name, choices, flag, json, list, secret, type }) {
  if (flag) return create("input", { type: "checkbox" });
  if (json) return create("textarea", { rows: 2, spellcheck: false });
  if (choices) {
    const toText = (word) => (name === "locale" ? toLocaleText(word) : word);
    return create("select", {}, ...choices.map((word) => new Option(toText(word), word)));
  }
  const input = create("input", { type: type ?? "text", autocomplete: "off", spellcheck: false });
  if (list) input.setAttribute("list", list);
  if (secret) input.dataset.secret = "";
  return input;
}

function toLocaleText(locale) {
  return locale === "" ? "as the page" : `${nameLanguage(locale)} (${locale})`;
}

/** A colour and a way back to the tag's own for each custom property. */
export function buildColours() {
  return COLOURS.map(({ name, about }) => {
    const short = name.replace("--maka-", "");
    const input = create("input", { type: "color", name });
    const back = create("button", { type: "button", textContent: "Own", hidden: true });
    back.dataset.colour = name;
    back.setAttribute("aria-label", `Own ${short} of the tag`);
    const title = create("code", { textContent: short });
    return create(
      "div",
      {},
      create("label", {}, input, create("span", {}, title, ` ${about}`)),
      back,
    );
  });
}

/** An event as a line that opens to what it carried. */
export function buildEvent({ type, detail }, seconds) {
  const time = create("span", { className: "note", textContent: `${seconds.toFixed(1)} s` });
  const gist = create("span", { className: "gist", textContent: JSON.stringify(detail) });
  const summary = create("summary", {}, time, create("code", { textContent: type }), gist);
  const body = create("pre", { textContent: JSON.stringify(detail, null, 2) });
  return create("li", {}, create("details", {}, summary, body));
}
