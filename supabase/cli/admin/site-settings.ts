import { readOriginSpelling } from "../../functions/_shared/identity/read-origin-spelling.ts";
import { parseCost, parseCount, parseSeconds } from "../amounts.ts";
import type { DescribedSite } from "../../functions/_shared/store/administration/sites.ts";
import { siteUnknown } from "./site-unknown.ts";
import { CommandError, type CommandInput, readText } from "../command.ts";
import type { AdminContext } from "./admin-command.ts";

/** The options that limit a site. */
export const LIMIT_OPTIONS = {
  day: { type: "string" },
  "learner-day": { type: "string" },
  "anonymous-day": { type: "string" },
  "address-day": { type: "string" },
  session: { type: "string" },
  calls: { type: "string" },
  "learner-calls": { type: "string" },
  attempts: { type: "string" },
  "address-calls": { type: "string" },
  "hour-starts": { type: "string" },
  "learner-starts": { type: "string" },
  "address-starts": { type: "string" },
  "session-cost": { type: "string" },
  "day-cost": { type: "string" },
  "month-cost": { type: "string" },
} as const;

/** What the options mean, for the help. */
export const LIMIT_HELP: readonly string[] = [
  "--day             practice time of the whole site on one UTC day",
  "--learner-day     of one learner on one day",
  "--anonymous-day   of a learner without a token, never more than --learner-day; `same` for the same",
  "--address-day     of all anonymous learners behind one network address; `default` for four of them",
  "--session         longest call, 30s to 1h",
  "--calls           calls of the site at one time",
  "--learner-calls   calls of one learner at one time",
  "--attempts        how often a learner may practise a scenario; `any` for as often as the minutes allow",
  "--address-calls   calls at one time of all anonymous learners behind one address; `default` for half of --calls",
  "--hour-starts     starts within an hour after which anonymous learners wait; `default` for 120, or more on a long day",
  "--learner-starts  starts of one learner within an hour; `default` for 12, or more with a long --learner-day",
  "--address-starts  starts within an hour of all anonymous learners behind one address; `default` likewise",
  "--session-cost    dollars that one call may cost, such as 2.50; `default` for 0.42 a minute that it may last",
  "--day-cost        dollars that the site's calls of one UTC day may cost; `default` for 0.42 a minute of --day",
  "--month-cost      dollars that those of one month may cost; `none` for as the days allow",
];

const MOST = 1_000_000;

/** Reads the limits that were given, under the names of `save_site`. @throws {CommandError} */
export function readLimits(input: CommandInput): Record<string, number | null> {
  const settings: Record<string, number | null> = {};
  /** `unset`: the word for a setting that is not the site's own. */
  const read =
    (parse: (text: string, option: string) => number) =>
    (option: string, setting: string, unset?: string) => {
      const text = readText(input, option);
      if (text !== undefined) settings[setting] = text === unset ? null : parse(text, option);
    };
  const seconds = read(parseSeconds);
  const cost = read(parseCost);
  const count = (
    option: string,
    setting: string,
    range: readonly [number, number],
    unset?: string,
  ) => {
    read((text) => parseCount(text, option, range))(option, setting, unset);
  };
  seconds("day", "site_day_seconds");
  seconds("learner-day", "learner_day_seconds");
  seconds("anonymous-day", "anonymous_day_seconds", "same");
  seconds("address-day", "address_day_seconds", "default");
  seconds("session", "max_session_seconds");
  const session = settings["max_session_seconds"];
  if (session !== undefined && session !== null && (session < 30 || session > 3_600)) {
    throw new CommandError("--session must be from 30s to 1h.");
  }
  count("calls", "site_max_live", [0, MOST]);
  count("learner-calls", "learner_max_live", [0, 100]);
  count("address-calls", "address_max_live", [1, MOST], "default");
  count("hour-starts", "site_hour_starts", [1, MOST], "default");
  count("learner-starts", "learner_hour_starts", [1, MOST], "default");
  count("address-starts", "address_hour_starts", [1, MOST], "default");
  cost("session-cost", "session_cost_micros", "default");
  if (settings["session_cost_micros"] === 0) {
    throw new CommandError(
      "--session-cost must be more than nothing; `site pause` stops all calls.",
    );
  }
  cost("day-cost", "day_cost_micros", "default");
  cost("month-cost", "month_cost_micros", "none");
  count("attempts", "attempts_per_scenario", [1, 1_000], "any");
  return settings;
}

/** Reads origins as they may be written. @throws {CommandError} saying which one and why. */
export function readOrigins(spellings: readonly string[]): string[] {
  return spellings.map((spelling) => {
    const reading = readOriginSpelling(spelling);
    if ("origin" in reading) return reading.origin;
    throw new CommandError(
      `The origin ${spelling || '""'} cannot be admitted: ${reading.refusal}.`,
    );
  });
}

/** The site with that embed key or id. @throws {CommandError} when there is none. */
export async function findSite(
  { administration }: AdminContext,
  site: string,
): Promise<DescribedSite> {
  const { sites } = await administration.listSites({ site });
  const [found] = sites;
  if (found === undefined) throw siteUnknown(site);
  return found;
}

/** Says that the organization has a site of that name. */
export function nameTaken(): CommandError {
  return new CommandError("The organization has a site of this name already. Choose another name.");
}

/** Changes settings of a site that exists and returns it as it is then. */
export async function changeSite(
  context: AdminContext,
  site: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<DescribedSite> {
  const { administration, actor } = context;
  const { outcome } = await administration.updateSite({ site, changes, actor });
  if (outcome === "site_unknown") throw siteUnknown(site);
  if (outcome === "name_taken") throw nameTaken();
  if (outcome !== "updated") {
    throw new CommandError(`The database refuses the change of ${site}: ${outcome}.`);
  }
  return findSite(context, site);
}
