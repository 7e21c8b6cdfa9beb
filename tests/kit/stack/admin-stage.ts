import { createHashLearner } from "../../../supabase/functions/_shared/identity/learner-key.ts";
import { CommandError } from "../../../supabase/cli/command.ts";
import { createAdminTool } from "../../../supabase/cli/admin/create-admin-tool.ts";
import { runCommand } from "../../../supabase/cli/run-command.ts";
import assert from "node:assert/strict";
import postgres from "postgres";
import { z } from "zod";
import { callRaceFunction, openRaceSession, type RaceSite } from "../database/race-site.ts";
import { startTestDatabase } from "../database/test-database.ts";
import { startTestGateway } from "./test-gateway.ts";

const LEARNER_HASH_SECRET = "learner-hash-secret-of-forty-characters-";
const LEARNER_TOKEN_KEY = "learner-token-key-learner-token-key-learner";

/** A site as `site create --json` prints it. */
export const SiteAnswer = z.looseObject({
  id: z.string(),
  embed_key: z.string(),
  origins: z.array(z.string()),
  limits: z.record(z.string(), z.nullable(z.number())),
});

/** Settings that replace those of the stage; an empty text takes one away. */
type Changes = Readonly<Record<string, string>>;

/** A database behind its gateway, and the operator's tool before both. */
export async function startAdminStage() {
  const database = await startTestDatabase();
  const gateway = await startTestGateway(database.url);
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  const environment = {
    SUPABASE_URL: gateway.url,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: gateway.keys.secretKey }),
    ...{ LEARNER_HASH_SECRET, LEARNER_TOKEN_KEY },
  };

  /** Runs a command as it is typed and returns what it prints. */
  const admin = async (line: string, changes: Changes = {}): Promise<string> => {
    const lines: string[] = [];
    const tool = createAdminTool(
      { ...environment, ...changes },
      { confirm: () => Promise.resolve(false), askSecret: () => Promise.resolve("") },
    );
    await runCommand(tool, line.split(" "), (text) => lines.push(text));
    return lines.join("\n");
  };

  return {
    ...{ sql, environment, admin, secretKey: gateway.keys.secretKey },
    adminJson: async <T extends z.ZodType>(line: string, schema: T): Promise<z.infer<T>> =>
      schema.parse(JSON.parse(await admin(`${line} --json`))),
    /** The sentence with which a command is refused. */
    refusal: async (line: string, changes: Changes = {}): Promise<string> => {
      try {
        await admin(line, changes);
      } catch (error) {
        assert.ok(error instanceof CommandError, String(error));
        return error.message;
      }
      throw new Error(`${line} was not refused`);
    },
    /** A site of an organization of its own, with a scenario that it may start. */
    createSite: async (name: string, options = ""): Promise<RaceSite & { readonly id: string }> => {
      await admin(`organization create ${name}`);
      const line = `site create ${name} --organization ${name} --origin https://lms.example`;
      const site = SiteAnswer.parse(
        JSON.parse(await admin(`${line} ${options} --json`.replaceAll("  ", " "))),
      );
      const scenario = `scenario-${name.toLowerCase()}`;
      await callRaceFunction(sql, "publish_scenario", {
        p_scenario: {
          ...{ id: scenario, title: "Selling", language: "en", difficulty: "easy" },
          ...{ duration_seconds: 60, content_hash: "hash-of-one", public: {}, private: {} },
        },
      });
      return { id: site.id, embedKey: site.embed_key, scenario };
    },
    practise: (site: RaceSite, subject: string, isLive = false) =>
      practise(sql, site, { subject, isLive }),
    count: async (query: string): Promise<number> => {
      const [row] = await sql.unsafe(`select count(*)::integer as n from ${query}`);
      return z.number().parse(row?.["n"]);
    },
    stop: async (): Promise<void> => {
      await sql.end();
      await gateway.stop();
      await database.stop();
    },
  };
}

/** The stage of a test file. */
export type AdminStage = Awaited<ReturnType<typeof startAdminStage>>;

/** Starts a practice of a learner, says one thing, and ends it unless `isLive`. Returns the session's id. */
async function practise(
  sql: postgres.Sql,
  site: RaceSite,
  { subject, isLive }: { readonly subject: string; readonly isLive: boolean },
): Promise<string> {
  const key = createHashLearner(LEARNER_HASH_SECRET)("token", subject);
  const opened = await openRaceSession(sql, site, { learner_key: key });
  const id = z.string().parse(opened["session_id"]);
  await callRaceFunction(sql, "attach_call", {
    ...{ p_session_id: id, p_provider_call_id: `call-${id}`, p_provider: "test", p_answer: "v=0" },
  });
  const turn = {
    ...{ sequence: 1, itemId: "i1", previousItemId: null, speaker: "learner", state: "final" },
    ...{ text: `Good morning from ${subject}`, startedAtMs: 0, endedAtMs: 900 },
  };
  await callRaceFunction(sql, "append_turns", { p_session_id: id, p_turns: [turn] });
  if (!isLive)
    await callRaceFunction(sql, "end_session", { p_session_id: id, p_reason: "learner" });
  return id;
}
