import type { CallPlan, LearnerInput } from "../_shared/providers/realtime-provider.ts";
import { toCallTools } from "../_shared/tools/call-tools.ts";
import { compileInstructions } from "../_shared/scenario/instructions.ts";
import type { StoredScenario } from "../_shared/store/scenarios.ts";

/** All that shapes a call. What stays the same for every call of a session comes from its row. */
interface CallShape {
  readonly scenario: StoredScenario;
  readonly seed: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly learnerName: string | null;
  /** The hash under which the site's database knows the learner: the same in every call, another at another site. */
  readonly learnerKey: string;
  readonly input: LearnerInput;
  /** The section of what was said before, for a call that takes up another one. */
  readonly talkSoFar?: string;
}

/** What the provider is told of a call: the persona of the scenario, as it was drawn for the session. */
export function toCallPlan(shape: CallShape): CallPlan {
  const { scenario, seed, variables, learnerName, talkSoFar } = shape;
  const { private: hidden, public: shown } = scenario;
  const instructions = compileInstructions(
    { language: scenario.language, public: shown, private: hidden },
    { scenarioId: scenario.id, variables, seed, learnerName },
  );
  return {
    instructions: talkSoFar === undefined ? instructions : `${instructions}\n\n${talkSoFar}`,
    tools: toCallTools({ public: shown, private: hidden }),
    voice: hidden.persona.voice,
    language: scenario.language,
    input: shape.input,
    safetyIdentifier: shape.learnerKey,
  };
}
