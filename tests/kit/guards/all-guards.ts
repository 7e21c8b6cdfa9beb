import { DATABASE_GUARDS } from "./database-mutants.ts";
import type { GuardedFile } from "./mutant.ts";
import { OBSERVATION_GUARDS } from "./observation-mutants.ts";
import { TAMPER_GUARDS } from "./tamper-mutants.ts";
import { TEXT_GUARDS } from "./text-mutants.ts";
import { TOKEN_GUARDS } from "./token-mutants.ts";

/** Every file whose guards are taken out one by one. */
export const GUARDS: readonly GuardedFile[] = [
  ...TAMPER_GUARDS,
  ...OBSERVATION_GUARDS,
  ...TOKEN_GUARDS,
  ...TEXT_GUARDS,
  ...DATABASE_GUARDS,
];
