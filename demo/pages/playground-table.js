// What the playground offers, one line each. The tests hold it against the tag's manifest.

/** Attributes of the tag: `choices` make a menu, whose first word is what counts where the attribute is absent. */
export const ATTRIBUTES = [
  { name: "api", about: "Base URL of the functions", type: "url" },
  { name: "embed-key", about: "Names your site; not a secret" },
  { name: "scenario", about: "The scenario's id", list: "scenarios" },
  {
    name: "locale",
    about: "Language of the interface",
    choices: ["", "ar", "de", "en", "es", "fr", "fr-CA", "it", "nl", "pt", "rw", "th"],
  },
  { name: "variant", about: "Where it stands", choices: ["inline", "launcher", "panel"] },
  { name: "placement", about: "Corner, or side", choices: ["bottom-end", "bottom-start"] },
  { name: "theme", about: "Light or dark", choices: ["auto", "light", "dark"] },
  { name: "captions", about: "What is said, to read", choices: ["on", "off"] },
  { name: "input", about: "How to speak", choices: ["voice", "push-to-talk", "text"] },
  { name: "learner-name", about: "What the customer may say to you" },
  { name: "variables", about: "JSON object of scenario variables", json: true },
  { name: "learner-token", about: "Signed by your backend, for one start", secret: true },
  { name: "disabled", about: "No practice can be started", flag: true },
];

/** Colours of the tag, with what they are where a page sets none: in light, in dark. */
export const COLOURS = [
  { name: "--maka-accent", about: "Stands out", light: "#0f6b5c", dark: "#62d2b8" },
  { name: "--maka-surface", about: "The card", light: "#ffffff", dark: "#131816" },
  { name: "--maka-raised", about: "What lies on it", light: "#f5f8f6", dark: "#1c2320" },
  { name: "--maka-ink", about: "Text", light: "#1b2421", dark: "#edf3f0", text: true },
  { name: "--maka-muted", about: "Lighter text", light: "#586560", dark: "#a4b1ac", text: true },
  { name: "--maka-line", about: "Borders of controls", light: "#7d8a85", dark: "#6f7d77" },
  { name: "--maka-hairline", about: "Dividing lines", light: "#dfe6e3", dark: "#2d3733" },
  { name: "--maka-learner", about: "Your words", light: "#e3f1ec", dark: "#1f332d" },
  { name: "--maka-persona", about: "The customer’s tone", light: "#00796f", dark: "#5fc6b8" },
  { name: "--maka-danger", about: "Ending", light: "#b3261e", dark: "#ff9389", text: true },
  { name: "--maka-warning", about: "Time, line", light: "#7a5200", dark: "#f5c869", text: true },
];

/** Events that the log listens to. */
export const EVENTS = [
  "maka-ready",
  "maka-phase-changed",
  "maka-session-started",
  "maka-voice-activity",
  "maka-turn-completed",
  "maka-step-reached",
  "maka-warning",
  "maka-session-ended",
  "maka-report-ready",
  "maka-limit-reached",
  "maka-error",
];
