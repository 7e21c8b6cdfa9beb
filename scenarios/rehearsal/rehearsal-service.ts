import { OpenAI } from "openai";
import { createResponse } from "../../demo/stand-in/responses/create-response.ts";
import {
  DEFAULT_REALTIME_MODEL,
  DEFAULT_REPORT_MODEL,
} from "../../supabase/functions/_shared/runtime/default-models.ts";
import { createOpenaiScorer } from "../../supabase/functions/_shared/providers/openai/responses/create-openai-scorer.ts";
import type { Scorer } from "../../supabase/functions/_shared/scoring/scorer.ts";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import { readSettings } from "../../supabase/cli/read-settings.ts";
import { openOpenaiPersona } from "./openai-persona.ts";
import type { PersonaClient } from "./persona-client.ts";
import { openStandInPersona } from "./stand-in-persona.ts";

/** Whoever plays the persona of a rehearsal, and whoever scores it. */
export interface RehearsalService {
  /** For the person at the terminal. */
  readonly name: string;
  /** True where rules play and score, and no model does. */
  readonly isStandIn: boolean;
  readonly scorer: Scorer;
  openPersona(scenario: Scenario, session: object): PersonaClient;
}

/** The stand-in, in this process: no key, no network, the same words every time. */
export function createStandInService(): RehearsalService {
  const client = new OpenAI({
    apiKey: "sk-standin",
    baseURL: "http://stand-in.invalid/v1",
    logLevel: "off",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { status, body } = createResponse(await request.json());
      return Response.json(body, { status });
    },
  });
  return {
    name: "the stand-in",
    isStandIn: true,
    scorer: createOpenaiScorer(client, "stand-in"),
    openPersona: openStandInPersona,
  };
}

/**
 * OpenAI: the model of the calls by text, and the one that scores.
 * @throws {CommandError} where OPENAI_API_KEY is not set.
 */
export function createOpenaiService(environment: NodeJS.ProcessEnv): RehearsalService {
  const apiKey = environment["OPENAI_API_KEY"] ?? "";
  if (apiKey === "")
    throw new CommandError("--openai needs OPENAI_API_KEY, in the environment or in .env.");
  const baseURL = environment["OPENAI_BASE_URL"] ?? "https://api.openai.com/v1";
  const client = new OpenAI({ apiKey, baseURL, logLevel: "off" });
  const model = environment["OPENAI_REALTIME_MODEL"] ?? DEFAULT_REALTIME_MODEL;
  const reportModel = environment["OPENAI_REPORT_MODEL"] ?? DEFAULT_REPORT_MODEL;
  return {
    name: `OpenAI (${model})`,
    isStandIn: false,
    scorer: createOpenaiScorer(client, reportModel),
    openPersona: (_scenario, session) =>
      openOpenaiPersona({ baseUrl: baseURL, apiKey, model, session }),
  };
}

/** OpenAI where `wanted`, otherwise the stand-in. @throws {CommandError} where the key is missing. */
export function chooseService(wanted: boolean): RehearsalService {
  return wanted
    ? createOpenaiService(readSettings(process.env, { isLocal: true }))
    : createStandInService();
}
