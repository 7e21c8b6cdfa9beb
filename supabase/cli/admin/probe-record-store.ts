import { lookup } from "node:dns/promises";
import * as z from "zod";
import { openAuthorization } from "../../functions/_shared/identity/record-store-credentials.ts";
import { explainRecordFault } from "../../functions/_shared/jobs/statements/explain-record-fault.ts";
import { assertWebhookTarget } from "../../functions/_shared/jobs/webhooks/webhook-target.ts";
import type { KeptRecordStore } from "../../functions/_shared/store/administration/record-stores.ts";

/** What a look at a record store found: what is wrong, or what is well. */
export interface Probe {
  readonly problem: string | null;
  readonly lines: readonly string[];
}

const TIMEOUT_MS = 10_000;
const About = z.object({ version: z.array(z.string()) });

/** Asks a record store what it is and whether it knows the key. Writes nothing. */
export async function probeRecordStore(
  masterKey: string,
  { endpoint, site_id: siteId, sealed_credentials: sealed }: KeptRecordStore,
): Promise<Probe> {
  const authorization = await openAuthorization(masterKey, siteId, sealed).catch(() => null);
  if (authorization === null) return fail(explainRecordFault("credentials_sealed"));
  try {
    await assertWebhookTarget(endpoint, resolveByNode, true);
    const about = About.safeParse(await ask(`${endpoint}about`, null).then(toJson));
    if (!about.success) {
      return fail(`${endpoint}about says nothing of xAPI. Is it the endpoint, up to "statements"?`);
    }
    const { version } = about.data;
    if (!version.some((each) => /^(?:1\.0|2\.0)/.test(each))) {
      return fail(`The store speaks xAPI ${version.join(", ")}, and we 1.0.3.`);
    }
    const { status } = await ask(`${endpoint}statements?limit=1`, authorization);
    return judge(status, version);
  } catch (error) {
    return fail(`${explainRecordFault(toReason(error))} (${endpoint})`);
  }
}

function judge(status: number, version: readonly string[]): Probe {
  const speaks = `The store answers, and speaks xAPI ${version.join(", ")}.`;
  if (status === 200) return { problem: null, lines: [speaks, "It knows key and secret."] };
  // Many keys may write and not read, which is all that is needed.
  if (status === 403) {
    const lines = ["It knows key and secret, which may not read. That will do if they may write."];
    return { problem: null, lines: [speaks, ...lines] };
  }
  return fail(explainRecordFault(`refused_${status}`));
}

function fail(problem: string): Probe {
  return { problem, lines: [] };
}

async function ask(url: string, authorization: string | null): Promise<Response> {
  return await fetch(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      "x-experience-api-version": "1.0.3",
      ...(authorization === null ? {} : { authorization }),
    },
  });
}

async function toJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // A page, or nothing.
  }
}

async function resolveByNode(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function toReason(error: unknown): string {
  if (!(error instanceof Error)) return "unreachable";
  if (error.name === "WebhookTargetError") return error.message;
  return error.name === "TimeoutError" ? "timeout" : "unreachable";
}
