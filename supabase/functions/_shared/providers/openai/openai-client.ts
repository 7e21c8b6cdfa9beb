import { OpenAI } from "openai";

/** Where the provider is, and the project key that opens it. */
export interface OpenaiAccess {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** The one client that all of a function's provider requests go through; the project key lives in it. */
export function createOpenaiClient({ apiKey, baseUrl }: OpenaiAccess): OpenAI {
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
