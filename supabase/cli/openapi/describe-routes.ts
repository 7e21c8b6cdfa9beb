import * as z from "zod";
import { Problem, PROBLEM_STATUS } from "../../functions/_shared/contract/problem.ts";
import { SessionCompletedEvent } from "../../functions/_shared/contract/result.ts";
import { VERSION } from "../../functions/_shared/runtime/version.ts";
import { HOST_ROUTES, type HostRoute } from "./host-routes.ts";

type Json = Readonly<Record<string, unknown>>;

const COMPONENTS = "#/components/schemas/";
/** Refusals that any route may answer with. */
const ALWAYS = ["internal", "upstream_unavailable"] as const;

const Properties = z.object({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()).default([]),
});

/** Describes the routes that hosts call, and the event that they are told of, in OpenAPI 3.1. */
export function describeRoutes(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "maka-voice-coach",
      version: VERSION,
      description: "What hosts call themselves. The widget's own routes are no public interface.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      {
        url: "https://{project}.supabase.co/functions/v1",
        variables: { project: { default: "project", description: "The project's reference." } },
      },
    ],
    paths: Object.fromEntries(HOST_ROUTES.map((route) => [route.path, { get: describe(route) }])),
    webhooks: {
      "session.completed": {
        post: {
          operationId: "sessionCompleted",
          summary: "A result became final; signed as Standard Webhooks asks",
          requestBody: { required: true, content: toContent("SessionCompletedEvent") },
          responses: { "2XX": { description: "Taken." }, "410": { description: "Never again." } },
        },
      },
    },
    components: { schemas: describeShapes(), securitySchemes: SECURITY },
  };
}

const SECURITY = {
  resultKey: { type: "http", scheme: "bearer", description: "A result key, mr_…; servers only." },
  learnerToken: {
    type: "http",
    scheme: "bearer",
    description: "A learner token, signed by the site.",
  },
} as const;

const ORIGIN = {
  name: "origin",
  in: "header",
  required: true,
  schema: { type: "string" },
  description: "One of the site's origins; browsers send it.",
};

function describe(route: HostRoute): Json {
  const { path, summary, credential, query, answer, refusals } = route;
  const [name] = answer;
  return {
    operationId: path
      .replaceAll(/\{\w+\}/g, "one")
      .replaceAll(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^\w/, (letter) => letter.toLowerCase()),
    summary,
    security: toSecurity(credential),
    parameters: [
      ...(path.includes("{id}") ? [ID] : []),
      ...(credential === "resultKey" ? [] : [ORIGIN]),
      ...(query === null ? [] : toParameters(query)),
    ],
    responses: { "200": { description: name, content: toContent(name) }, ...toRefusals(refusals) },
  };
}

const ID = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };

function toSecurity(credential: HostRoute["credential"]): readonly Json[] {
  if (credential === "resultKey") return [{ resultKey: [] }];
  return credential === "learner" ? [{}, { learnerToken: [] }] : [{}];
}

function toParameters(query: z.core.$ZodType): readonly Json[] {
  const { properties, required } = Properties.parse(toSchema(query));
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: "query", required: required.includes(name), schema };
  });
}

/** One response a status, since two codes may share one. */
function toRefusals(codes: HostRoute["refusals"]): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of [...codes, ...ALWAYS]) {
    const status = PROBLEM_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      { description: names.join(", "), content: toContent("Problem") },
    ]),
  );
}

function toContent(name: string): Json {
  return { "application/json": { schema: { $ref: `${COMPONENTS}${name}` } } };
}

function describeShapes(): Json {
  const registry = z.registry<{ id: string }>();
  for (const { answer } of HOST_ROUTES) registry.add(answer[1], { id: answer[0] });
  registry.add(Problem, { id: "Problem" });
  registry.add(SessionCompletedEvent, { id: "SessionCompletedEvent" });
  const uri = (id: string): string => `${COMPONENTS}${id}`;
  const { schemas } = z.toJSONSchema(registry, { uri, io: "input", override: simplify });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...shape }]) => [
      name,
      shape,
    ]),
  );
}

function toSchema(schema: z.core.$ZodType): unknown {
  return z.toJSONSchema(schema, { io: "input", override: simplify });
}

/** Leaves out what a format says already, and bounds that are only JavaScript's. */
function simplify({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
