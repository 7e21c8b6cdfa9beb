import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";

/** The scenario as a call without any data plays it: default values in its texts, the first fact of each pool. */
export function withDefaults(scenario: Scenario): Scenario {
  const { hiddenFacts, rehearsal, variables } = scenario;
  const isPlayed = (id: string | undefined) => {
    const pool = hiddenFacts.find((fact) => fact.id === id)?.pool;
    return id === undefined || hiddenFacts.find((fact) => fact.pool === pool)?.id === id;
  };
  const good = rehearsal.good.filter(({ when }) => isPlayed(when));
  const poor = rehearsal.poor.filter(({ when }) => isPlayed(when));
  const copy = structuredClone({ ...scenario, rehearsal: { ...rehearsal, good, poor } });
  fillTexts(copy, (text) =>
    text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => variables[name]?.default ?? whole),
  );
  return copy;
}

function fillTexts(value: unknown, fill: (text: string) => string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "string") Reflect.set(value, key, fill(inner));
    else fillTexts(inner, fill);
  }
}
