// The front door: one customer to call at once, in the visitor's language, and the others a click away.
import { createFace, rememberBest, toPrimary } from "/people.js";
import { fetchScenarios } from "/scenario-list.js";

/** Who stands at the door, language by language; the last where nobody speaks one of the visitor's. */
const AT_THE_DOOR = ["website-sales-fr", "returns-de", "retention-es", "saas-discovery-en"];
/** More are a page of their own. */
const MOST_FACES = 12;

const coach = document.querySelector("maka-voice-coach");
const languages = [...new Set(navigator.languages.map(toPrimary))];

/** Whoever stands at the door for the first language of the visitor that somebody speaks; else anybody who speaks it. */
function choose(scenarios) {
  for (const language of languages) {
    const spoken = scenarios.filter((scenario) => toPrimary(scenario.language) === language);
    const chosen = spoken.find(({ id }) => AT_THE_DOOR.includes(id)) ?? spoken[0];
    if (chosen) return chosen.id;
  }
  return AT_THE_DOOR.at(-1);
}

async function load() {
  const scenarios = await fetchScenarios(
    coach.getAttribute("api"),
    coach.getAttribute("embed-key"),
  ).catch(() => []);
  const id = choose(scenarios);
  coach.setAttribute("scenario", id);
  coach.hidden = false;
  const near = ({ language }) => (languages.indexOf(toPrimary(language)) + 99) % 99;
  const others = scenarios
    .filter((scenario) => scenario.id !== id)
    .sort((one, other) => near(one) - near(other))
    .slice(0, MOST_FACES);
  document
    .querySelector("#faces")
    .replaceChildren(
      ...others.map((scenario) => createFace(scenario, `/library.html?scenario=${scenario.id}`)),
    );
}

// The page is English, the practice is the visitor's.
coach.setAttribute("locale", navigator.language);
rememberBest(coach);
void load();
