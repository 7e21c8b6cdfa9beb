import type { CardField, LearnerTool, Progress } from "../contract/progress.ts";
import type { PrivatePart } from "../scenario/schema.ts";
import { inputFields } from "./call-tools.ts";
import { fillIn, type ProgressSource } from "./progress-source.ts";
import type { ProgressState } from "./progress-state.ts";

/** The tools of the records that stand on the learner's screen; undefined where there is none. */
export function toLearnerTools({ world }: PrivatePart): LearnerTool[] | undefined {
  const tools = (world?.tools ?? []).filter(({ offeredTo }) => offeredTo === "learner");
  if (tools.length === 0) return undefined;
  return tools.map((tool) => ({
    id: tool.id,
    ...(tool.title === undefined ? {} : { title: tool.title }),
    about: tool.about,
    kind: tool.kind,
    inputs: Object.entries(inputFields(world?.records ?? [], tool)).map(
      ([name, { about, type, choices }]): CardField => ({
        ...{ name, about, type },
        ...(choices === undefined ? {} : { choices }),
      }),
    ),
  }));
}

/** What a learner may see of a session's state: nothing where the session has none yet. */
export function toCallProgress(source: ProgressSource, state: ProgressState | null): Progress {
  const titles = new Map((source.private.steps ?? []).map(({ id, title }) => [id, title]));
  return {
    objectives: state?.objectives ?? [],
    steps: (state?.steps ?? []).map((id) => ({ id, title: fillIn(source, titles.get(id) ?? id) })),
  };
}
