import * as z from "zod/mini";

/** Levels of one learner at one criterion: of the first and the latest official attempt, over so many. */
export const HeatMapCell = z.object({
  first: z.nullable(z.number()),
  latest: z.nullable(z.number()),
  n: z.number(),
});
export type HeatMapCell = z.infer<typeof HeatMapCell>;

/** What a group of learners did; null where it is too small, or its rest is. */
export const GroupMean = z.object({
  /** Learners with a level. */
  n: z.number(),
  mean: z.number(),
  /** 95 %. */
  interval: z.tuple([z.number(), z.number()]),
});
export type GroupMean = z.infer<typeof GroupMean>;

/** `GET /console/heat-map?scenario&cohort`: criterion × learner, first → latest. */
export const HeatMapResponse = z.object({
  scenario: z.nullable(z.object({ id: z.string(), title: z.string() })),
  criteria: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Empty for members who may not read single learners. */
  rows: z.array(
    z.object({
      learner: z.object({ id: z.uuid(), name: z.string() }),
      /** In the order of the criteria. A level that blind first keeps from who asks counts as none. */
      cells: z.array(z.nullable(HeatMapCell)),
    }),
  ),
  /** In the order of the criteria, over the latest levels. */
  means: z.array(z.nullable(GroupMean)),
  /** True where something is withheld because a group, or what is left of a larger one, is smaller than five. */
  suppressed: z.boolean(),
});
export type HeatMapResponse = z.infer<typeof HeatMapResponse>;
