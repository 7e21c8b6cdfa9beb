/** What happened in a session by a tool, as its records tell it: names of the scenario, no word that was spoken. */
export type ProgressEvent =
  | {
      readonly kind: "phase_moved";
      readonly from: string;
      readonly to: string;
      /** What moved the persona, as scenarios name it. */
      readonly cause: string;
      /** The objection, objective or de-escalation point; absent where the cause has none. */
      readonly id?: string;
      /** Of the session; time that ran out moves at the end of its window. */
      readonly second: number;
    }
  | {
      readonly kind:
        "objection_raised" | "objection_settled" | "objective_reached" | "step_reached";
      readonly id: string;
      readonly second: number;
    }
  | { readonly kind: "detail_given"; readonly id: string; readonly second: number }
  | { readonly kind: "call_ended_by_persona"; readonly outcome: string; readonly second: number }
  | {
      readonly kind: "world_tool_used";
      readonly tool: string;
      readonly by: "persona" | "learner";
      readonly outcome: string;
      readonly second: number;
    };
