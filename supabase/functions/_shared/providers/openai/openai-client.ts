import { OpenAI } from "openai";
import type { Environment } from "../../runtime/environment.ts";

/** The one client that all of a function's provider requests go through; the project key lives in it. */
export function createOpenaiClient(environment: Environment): OpenAI {
  const { apiKey, baseUrl } = environment.openai;
  // Set explicitly, so that no variable beside ours (organization, log level, webhook) changes a request.
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    // An explicit key outranks the SDK's guard against browsers, for which Deno may be taken.
    dangerouslyAllowBrowser: true,
  });
}
