import * as z from "zod";
import { ScenarioSummary } from "../contract/learner-record.ts";
import { Purpose } from "../contract/purpose.ts";
import { PrivatePart, PublicPart, type PublishedScenario } from "../scenario/schema.ts";
import { Instant, Opaque, outcome, refusedSite, row, Seconds } from "./answer-row.ts";
import { type CallSql, withSnakeKeys } from "./call-sql.ts";

/** Who asks for which scenario, and from where. */
interface BriefQuery {
  readonly embedKey: string;
  /** Lower-case `scheme://host[:port]`; `null` and `*` match no site. */
  readonly origin: string;
  readonly scenario: string;
  /** Hash that names the learner on this site; null when not known yet. */
  readonly learnerKey: string | null;
  /** Hash that names an anonymous learner's network; null or absent when not known. */
  readonly addressKey?: string | null;
  /** False for a learner whom a token of the site names. Absent: true. */
  readonly isAnonymous?: boolean;
}

const identity = {
  id: z.string(),
  /** Content hash of the published version. */
  version: z.string(),
  title: z.string(),
  language: z.string(),
};

/**
 * A reader of one stored part. It reads when it is first called, so that a part which an older version stored in another
 * form fails only who needs it, with a `ZodError`.
 */
function readOnce<Part extends z.ZodType>(part: Part, stored: unknown): () => z.infer<Part> {
  let known: { readonly part: z.infer<Part> } | undefined;
  return () => (known ??= { part: part.parse(stored) }).part;
}

/** How many versions a process remembers; more than a site's learners practise at a time. */
const MOST_KNOWN = 100;

/** Remembers what was made of versions, which are never edited: the same id and hash name the same parts. */
function rememberVersions<Made>(): (name: string, make: () => Made) => Made {
  const known = new Map<string, Made>();
  return (name, make) => {
    const made = known.get(name) ?? make();
    known.delete(name);
    known.set(name, made);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return made;
  };
}

/** A scenario version of which a reader needs `publicPart` and `privatePart`. */
const storedAs = <Public extends z.ZodType, Private extends z.ZodType>(
  publicPart: Public,
  privatePart: Private,
) => {
  const remember = rememberVersions<{
    readonly readPublic: () => z.infer<Public>;
    readonly readPrivate: () => z.infer<Private>;
  }>();
  return row(
    z.object({ ...identity, public: Opaque, private: Opaque }).transform((stored) => {
      const { public: storedPublic, private: storedPrivate, ...named } = stored;
      const { readPublic, readPrivate } = remember(`${named.id} ${named.version}`, () => ({
        readPublic: readOnce(publicPart, storedPublic),
        readPrivate: readOnce(privatePart, storedPrivate),
      }));
      return {
        ...named,
        get public() {
          return readPublic();
        },
        get private() {
          return readPrivate();
        },
      };
    }),
  );
};

/** A scenario version as a session runs it. The private part never leaves the server. */
export const StoredScenario = storedAs(PublicPart, PrivatePart);
export type StoredScenario = z.infer<typeof StoredScenario>;

/** A scenario version as a report is made of it: what of another schema scoring can do without is not asked for. */
export const ScenarioToScore = storedAs(
  z.object({ objectives: PublicPart.shape.objectives }).catch({ objectives: [] }),
  z.object({
    rubric: PrivatePart.shape.rubric,
    variables: PrivatePart.shape.variables.catch({}),
    phases: PrivatePart.shape.phases.catch([]),
    objections: PrivatePart.shape.objections.catch([]),
  }),
);

const BriefScenario = row(
  z
    .object({
      ...identity,
      difficulty: z.enum(["easy", "standard", "hard"]),
      durationSeconds: Seconds,
      public: Opaque,
    })
    .transform(({ public: stored, ...named }) => {
      const readPublic = readOnce(PublicPart, stored);
      return {
        ...named,
        get public() {
          return readPublic();
        },
      };
    }),
);

/** What `get_brief` answers. */
export const BriefAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      scenario: BriefScenario,
      /** The longest call that would be granted now; 0 when nothing is left. */
      sessionSeconds: Seconds,
      remainingSeconds: Seconds,
      /** When a call will be granted again; null where one is now. */
      resetsAt: z.nullable(Instant),
      retentionDays: z.int(),
      voice: z.boolean(),
      /** Whether the site asks for consent to noting contacts and commitments. */
      facts: z.boolean(),
      /** Whether the result goes to the site, which learners are told before they start. */
      results: z.boolean(),
      /** What an attempt of the learner is, unless a token says more. */
      purpose: Purpose,
      /** Whose coaches read official attempts; null where the site has none. */
      coaches: z.nullable(z.string()),
      practiceUrl: z.nullable(z.string()),
      /** Of the learner who was named; nothing made where nobody is known. */
      attempts: z.object({
        made: z.int().nonnegative(),
        allowed: z.nullable(z.int()),
        best: z.nullable(z.number()),
      }),
    }),
    ...refusedSite,
  ]),
);
export type BriefAnswer = z.infer<typeof BriefAnswer>;

const ListedScenario = row(ScenarioSummary);
/** A scenario that an older version stored in another form is left out: it must not hide the others. */
const ListedScenarios = z
  .array(z.unknown())
  .transform((rows) => rows.flatMap((one) => ListedScenario.safeParse(one).data ?? []));

/** What `list_scenarios` answers. */
export const ListScenariosAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), scenarios: ListedScenarios }),
    z.object(outcome("site_unknown")),
    z.object(outcome("site_paused")),
    z.object(outcome("origin_forbidden")),
  ]),
);
export type ListScenariosAnswer = z.infer<typeof ListScenariosAnswer>;

/** What `publish_scenario` answers; `version` is the content hash. */
export const PublishScenarioAnswer = row(
  z.object({
    outcome: z.enum(["published", "unchanged", "organization_unknown"]),
    version: z.string(),
  }),
);
export type PublishScenarioAnswer = z.infer<typeof PublishScenarioAnswer>;

/** Whose sites may use a scenario; null: everybody's. */
export interface ScenarioOwner {
  readonly organization?: string | null;
}

/** The functions about what can be practised. */
export interface ScenarioFunctions {
  getBrief(query: BriefQuery): Promise<BriefAnswer>;
  /** What a site's learners can practise. */
  listScenarios(embedKey: string, origin: string): Promise<ListScenariosAnswer>;
  /** Whose it is stays as it was, unless `organization` is named, or null for everybody. */
  publishScenario(scenario: PublishedScenario & ScenarioOwner): Promise<PublishScenarioAnswer>;
}

/** Those functions, called by `call`. */
export function createScenarioFunctions(call: CallSql): ScenarioFunctions {
  return {
    getBrief: (query) => call("get_brief", query, BriefAnswer),
    listScenarios: (embedKey, origin) =>
      call("list_scenarios", { embedKey, origin }, ListScenariosAnswer),
    publishScenario: (scenario) =>
      call("publish_scenario", { scenario: withSnakeKeys(scenario) }, PublishScenarioAnswer),
  };
}
