import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toCallTools } from "../../supabase/functions/_shared/tools/call-tools.ts";
import type { Mood } from "../../supabase/functions/_shared/scenario/blocks.ts";
import type { ProgressEvent } from "../../supabase/functions/_shared/tools/progress-event.ts";
import type { ProgressSource } from "../../supabase/functions/_shared/tools/progress-source.ts";
import {
  createProgressState,
  ProgressState,
} from "../../supabase/functions/_shared/tools/progress-state.ts";
import { runTool, type ToolCall } from "../../supabase/functions/_shared/tools/run-tool.ts";
import { readLibrary } from "../kit/scenarios/library.ts";
import { toSource } from "../kit/scenarios/progress-source.ts";

const RUNS = 250;
const sources = await Promise.all((await readLibrary()).map((scenario) => toSource(scenario)));

/** A scenario of the library, as it is or with moods and ways between them that nobody has thought of. */
function anySource(): fc.Arbitrary<ProgressSource> {
  return fc.constantFrom(...sources).chain((source) => {
    const { phases } = source.private;
    const drawn = fc.tuple(...phases.map((phase, index) => anyMood(source, phase, index)));
    const drafted = drawn.map((made) => withMoods(source, made));
    const unguided = drawn.map((made) =>
      withMoods(
        source,
        made.map(({ moves: _moves, ...phase }) => phase),
      ),
    );
    return fc.oneof(fc.constant(source), { weight: 3, arbitrary: drafted }, unguided);
  });
}

function anyMood(source: ProgressSource, phase: Mood, index: number): fc.Arbitrary<Mood> {
  const { phases, objections, deescalationPoints } = source.private;
  const beside = [phases[index - 1], phases[index + 1]].flatMap((one) => one?.id ?? []);
  const idsOf = (items: readonly { readonly id?: string | undefined }[]) =>
    fc.constantFrom(...items.flatMap(({ id }) => id ?? []));
  const to = fc.constantFrom(...beside);
  const named = (
    on: "objection-settled" | "objective-marked" | "deescalation",
    items: Parameters<typeof idsOf>[0],
  ) => fc.record({ on: fc.constant(on), id: idsOf(items), to });
  const move = fc.oneof(
    named("objection-settled", objections),
    named("objective-marked", source.public.objectives),
    named("deescalation", deescalationPoints),
    fc.record({ on: fc.constantFrom("escalation", "latest-second"), to }),
  );
  return fc
    .record({
      intensity: fc.nat({ max: 10 }),
      from: fc.nat({ max: 30 }),
      length: fc.integer({ min: 1, max: 200 }),
      moves: fc.array(move, { minLength: 1, maxLength: 6 }),
    })
    .map(({ intensity, from, length, moves }) => ({
      ...phase,
      ...{
        intensity,
        window: { fromSeconds: from * index, toSeconds: from * index + length },
        moves,
      },
    }));
}

function withMoods(source: ProgressSource, phases: readonly Mood[]): ProgressSource {
  return { ...source, private: { ...source.private, phases: [...phases] } };
}

interface Happening {
  readonly call: ToolCall;
  readonly second: number;
}

/** A call that the provider could deliver, mostly fit and sometimes not. */
function anyCall(source: ProgressSource): fc.Arbitrary<ToolCall> {
  const tools = toCallTools(source);
  const fit = fc
    .constantFrom(...tools)
    .chain(({ name, parameters }) =>
      fc
        .record(
          Object.fromEntries(
            Object.entries(parameters.properties).map(([key, { enum: choices }]) => [
              key,
              choices === undefined ? fc.string() : fc.constantFrom(...choices),
            ]),
          ),
        )
        .map((values) => ({ by: "persona", name, arguments: JSON.stringify(values) }) as const),
    );
  const recordTools = source.private.world?.tools.map(({ id }) => id) ?? [];
  const used = fc.record({
    by: fc.constant("learner" as const),
    name: fc.constantFrom("none", ...recordTools),
    arguments: fc.json(),
  });
  const unfit = fc.record({
    by: fc.constant("persona" as const),
    name: fc.constantFrom("toString", "", ...tools.map(({ name }) => name)),
    arguments: fc.oneof(fc.string(), fc.json()),
  });
  return fc.oneof(
    { weight: 12, arbitrary: fit },
    { weight: 1, arbitrary: used },
    { weight: 1, arbitrary: unfit },
  );
}

function anyTalk(): fc.Arbitrary<{ source: ProgressSource; talk: Happening[] }> {
  return anySource().chain((source) =>
    fc.record({
      source: fc.constant(source),
      talk: fc
        .array(fc.record({ call: anyCall(source), pause: fc.nat({ max: 40 }) }), { maxLength: 60 })
        .map((steps) => {
          let second = 0;
          return (
            steps
              // An early goodbye would leave little to see.
              .filter(({ call }, index) => call.name !== "end_call" || index > steps.length - 3)
              .map(({ call, pause }) => ({ call, second: (second += pause) }))
          );
        }),
    }),
  );
}

interface Played {
  readonly states: readonly ProgressState[];
  readonly events: readonly ProgressEvent[];
}

function play(source: ProgressSource, talk: readonly Happening[]): Played {
  const states = [createProgressState(source)];
  const events: ProgressEvent[] = [];
  for (const { call, second } of talk) {
    const state = states.at(-1);
    const result = state && runTool(source, state, call, second);
    if (!result) continue;
    states.push(result.state);
    events.push(...result.events);
  }
  return { states, events };
}

function holds(check: (source: ProgressSource, played: Played, talk: Happening[]) => void): void {
  fc.assert(
    fc.property(anyTalk(), ({ source, talk }) => {
      check(source, play(source, talk), talk);
    }),
    { numRuns: RUNS },
  );
}

const movesOf = ({ events }: Played) =>
  events.flatMap((event) => (event.kind === "phase_moved" ? [event] : []));

describe("runTool() after any sequence of calls", () => {
  it("has moved by one mood at a time, in the order of the call, never before its window", () => {
    holds((source, played) => {
      const { phases } = source.private;
      let current = phases[0]?.id;
      let last = 0;
      for (const { from, to, second } of movesOf(played)) {
        assert.equal(from, current);
        const ids = phases.map(({ id }) => id);
        assert.equal(Math.abs(ids.indexOf(to) - ids.indexOf(from)), 1);
        const target = phases.find(({ id }) => id === to);
        assert.ok(target !== undefined && second >= target.window.fromSeconds);
        assert.ok(second >= last);
        [current, last] = [to, second];
      }
      assert.equal(played.states.at(-1)?.phase, current);
    });
  });

  it("has calmed the persona by an act alone, and by each that is spent once alone", () => {
    holds((source, played) => {
      const tension = new Map(source.private.phases.map(({ id, intensity }) => [id, intensity]));
      const once = source.private.deescalationPoints.filter((point) => point.once);
      const spent = new Set<string>();
      for (const { from, to, cause, id = "" } of movesOf(played)) {
        const isCalmer = (tension.get(to) ?? 0) < (tension.get(from) ?? 0);
        if (isCalmer) assert.ok(cause !== "latest-second" && cause !== "escalation", cause);
        const key = `${cause}:${id}`;
        assert.equal(spent.has(key), false, key);
        const isOnce = cause === "deescalation" && once.some((point) => point.id === id);
        if (isOnce || cause === "objection-settled" || cause === "objective-marked") spent.add(key);
      }
    });
  });

  it("has noted each name once, settled what was raised, and ended once", () => {
    holds((source, { states, events }) => {
      const state = states.at(-1);
      assert.ok(state !== undefined);
      for (const list of ["raised", "settled", "objectives", "steps", "spent"] as const)
        assert.equal(new Set(state[list]).size, state[list].length, list);
      assert.ok(state.settled.every((id) => state.raised.includes(id)));
      const known = source.public.objectives.map(({ id }) => id);
      assert.ok(state.objectives.every((id) => known.includes(id)));
      const ends = events.filter(({ kind }) => kind === "call_ended_by_persona");
      assert.equal(ends.length, state.ended === null ? 0 : 1);
    });
  });

  it("has lost nothing that was noted before", () => {
    holds((_source, { states }) => {
      states.slice(1).forEach((state, index) => {
        const before = states[index];
        assert.ok(before !== undefined);
        for (const list of ["raised", "settled", "objectives", "steps", "moods"] as const)
          assert.deepEqual(state[list].slice(0, before[list].length), before[list]);
      });
    });
  });

  it("gives the same when it is played again from what the database kept", () => {
    holds((source, { states }, talk) => {
      let stored = createProgressState(source);
      for (const { call, second } of talk) {
        const kept = ProgressState.parse(JSON.parse(JSON.stringify(stored)));
        stored = runTool(source, kept, call, second)?.state ?? kept;
      }
      assert.deepEqual(stored, states.at(-1));
    });
  });

  it("tells nothing beyond the moods that the instructions hold", () => {
    fc.assert(
      fc.property(anyTalk(), ({ source, talk }) => {
        const marked = withCanaries(source);
        let state = createProgressState(marked);
        for (const { call, second } of talk) {
          const result = runTool(marked, state, call, second);
          if (result === null) continue;
          assert.doesNotMatch(result.output, /CANARY/);
          if (call.by === "persona") assert.equal(result.card, null);
          state = result.state;
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** The source with a canary in every text that no answer may hold: all but moods, names and what records show. */
function withCanaries(source: ProgressSource): ProgressSource {
  const { phases, world, objections, deescalationPoints, steps, ...rest } = source.private;
  return {
    ...source,
    private: {
      ...mark(rest),
      ...{ phases: phases.map((phase) => ({ ...phase, entersWhen: "CANARY" })) },
      objections: objections.map((one) => ({ ...mark(one), id: one.id })),
      deescalationPoints: deescalationPoints.map((one) => ({ ...mark(one), id: one.id })),
      ...(steps === undefined
        ? {}
        : { steps: steps.map((one) => ({ ...mark(one), id: one.id, objective: one.objective })) }),
      ...(world === undefined ? {} : { world }),
    },
  };
}

function mark<Value>(value: Value): Value {
  const copy = structuredClone(value);
  markTexts(copy);
  return copy;
}

function markTexts(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "string") Reflect.set(value, key, `CANARY ${inner}`);
    else markTexts(inner);
  }
}
