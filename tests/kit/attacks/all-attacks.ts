import type { Attack } from "./attack.ts";
import { DISGUISED_ATTACKS } from "./disguised-attacks.ts";
import { ENGLISH_ATTACKS } from "./english-orders.ts";
import { FRENCH_ATTACKS } from "./french-orders.ts";
import { GERMAN_ATTACKS } from "./german-orders.ts";
import { INDIRECT_ATTACKS } from "./indirect-attacks.ts";
import { STUFFING_ATTACKS } from "./rubric-attacks.ts";
import { SPANISH_ATTACKS } from "./spanish-orders.ts";
import { STRUCTURE_ATTACKS } from "./structure-attacks.ts";
import { THAI_ATTACKS } from "./thai-orders.ts";

/** Every attack that is the same for all scenarios. */
export const ATTACKS: readonly Attack[] = [
  ...ENGLISH_ATTACKS,
  ...FRENCH_ATTACKS,
  ...GERMAN_ATTACKS,
  ...SPANISH_ATTACKS,
  ...THAI_ATTACKS,
  ...STRUCTURE_ATTACKS,
  ...DISGUISED_ATTACKS,
  ...INDIRECT_ATTACKS,
  ...STUFFING_ATTACKS,
];
