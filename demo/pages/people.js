// The people that can be called, as cards and as faces: each is one link to a brief.

/** Each word, and how many of three bars it fills. */
const LEVELS = { easy: ["Easy", 1], standard: ["Standard", 2], hard: ["Hard", 3] };
/** Where this browser keeps the best total of each scenario. */
const BEST_KEY = "maka-demo-best";

/** The name of a difficulty. */
export function nameLevel(difficulty) {
  return LEVELS[difficulty]?.[0] ?? difficulty;
}

/** A language in its own words, such as "français". */
export function nameOwn(language) {
  return new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
}

/** The language without its region: who looks for German is also shown what is spoken in Austria. */
export function toPrimary(language) {
  return new Intl.Locale(language).language;
}

/** Keeps the best total of every practice that a tag of this page reports. */
export function rememberBest(tag) {
  tag.addEventListener("maka-report-ready", ({ detail }) => {
    const known = readBest();
    const { scenario } = tag;
    const best = Math.max(known[scenario] ?? 0, detail.total ?? 0);
    if (!best) return;
    try {
      localStorage.setItem(BEST_KEY, JSON.stringify({ ...known, [scenario]: best }));
    } catch {
      // A browser that keeps nothing shows no best.
    }
  });
}

function readBest() {
  try {
    return JSON.parse(localStorage.getItem(BEST_KEY)) ?? {};
  } catch {
    return {};
  }
}

/** The figure of a persona: two letters on a disc until the widget has brought what draws it. */
export function createFigure(name) {
  const figure = document.createElement("maka-figure");
  const words = name.match(/\p{L}\S*/gu) ?? [];
  figure.textContent = words
    .slice(0, 2)
    .map((word) => /^.\p{M}*/u.exec(word)?.[0])
    .join("");
  figure.setAttribute("name", name);
  figure.setAttribute("translate", "no");
  figure.ariaHidden = "true";
  return figure;
}

/** A card: whom, what about, how hard, how long, in which language, and the best so far. */
export function createCard({ id, title, persona, ...about }, href) {
  const card = create("li", "card");
  card.dataset.id = id;
  const link = Object.assign(document.createElement("a"), { href, textContent: title });
  const heading = create("h2");
  heading.append(link);
  const who = create("p", "who", `${persona.name}, ${persona.role}`);
  heading.lang = who.lang = about.language;
  heading.dir = who.dir = "auto";
  card.append(createFigure(persona.name), heading, who, createTerms(about, readBest()[id]));
  return card;
}

function createTerms({ difficulty, durationSeconds, language }, best) {
  const terms = create("p", "terms");
  const [word, bars] = LEVELS[difficulty] ?? [difficulty, 0];
  const level = create("span", "level", word);
  const drawn = create("span", `bars bars-${bars}`);
  drawn.ariaHidden = "true";
  drawn.append(create("i"), create("i"), create("i"));
  level.prepend(drawn);
  const own = create("span", "", nameOwn(language));
  own.lang = language;
  terms.append(level, create("span", "", `${Math.round(durationSeconds / 60)} min`), own);
  if (best) terms.append(create("strong", "", `best ${best}`));
  return terms;
}

/** A face: the figure, the name and the language, for a row of people. */
export function createFace({ persona, language }, href) {
  const item = create("li");
  const link = Object.assign(document.createElement("a"), { href });
  const own = create("span", "", nameOwn(language));
  own.lang = language;
  link.append(createFigure(persona.name), create("b", "", persona.name), own);
  item.append(link);
  return item;
}

function create(name, className = "", textContent = "") {
  return Object.assign(document.createElement(name), { className, textContent });
}
