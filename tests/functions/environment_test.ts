import assert from "node:assert/strict";
import {
  databaseKey,
  EnvironmentError,
  readEnvironment,
} from "../../supabase/functions/_shared/runtime/environment.ts";
import { SOUND_ENVIRONMENT } from "./kit/environment-fixture.ts";

function read(changes: Readonly<Record<string, string | undefined>> = {}) {
  const values = { ...SOUND_ENVIRONMENT, ...changes };
  return readEnvironment((name) => values[name]);
}

Deno.test("readEnvironment() fills in the defaults when only secrets are set", () => {
  const environment = read();
  assert.deepEqual(environment.openai, {
    apiKey: "sk-test-provider-key",
    baseUrl: "https://api.openai.com/v1",
    sidebandUrl: "https://api.openai.com/v1",
    realtimeModel: "gpt-realtime-2.1",
    transcriptionModel: "gpt-live-transcribe",
    reportModel: "gpt-6-luna",
  });
  assert.equal(environment.handshake, "relay");
  assert.equal(environment.rehearsal, false);
  assert.equal(environment.keepsHesitations, false);
  assert.equal(environment.learnerTokenKey, null);
  assert.equal(environment.allowLocalWebhooks, false);
});

Deno.test("readEnvironment() takes an empty variable for an absent one", () => {
  assert.equal(
    read({ OPENAI_REALTIME_MODEL: "", REHEARSAL: "" }).openai.realtimeModel,
    "gpt-realtime-2.1",
  );
});

Deno.test("readEnvironment() reads what is set when it differs from the defaults", () => {
  const environment = read({
    OPENAI_BASE_URL: "http://127.0.0.1:54390/v1//",
    REALTIME_HANDSHAKE: "ephemeral",
    REHEARSAL: "true",
  });
  assert.equal(environment.openai.baseUrl, "http://127.0.0.1:54390/v1");
  assert.equal(environment.handshake, "ephemeral");
  assert.equal(environment.rehearsal, true);
});

for (const name of Object.keys(SOUND_ENVIRONMENT)) {
  Deno.test(`readEnvironment() names ${name} when it is missing`, () => {
    assert.throws(
      () => read({ [name]: undefined }),
      (error) => {
        assert.ok(error instanceof EnvironmentError);
        assert.deepEqual(error.problems, [`${name} is missing`]);
        return true;
      },
    );
  });
}

const MALFORMED = [
  ["SUPABASE_URL", "localhost"],
  ["SUPABASE_SECRET_KEYS", "sb_secret_plain_text"],
  ["SUPABASE_SECRET_KEYS", "{}"],
  ["SESSION_TOKEN_SECRET", "short-secret"],
  ["LEARNER_HASH_SECRET", "short-secret"],
  ["LEARNER_TOKEN_KEY", "short-secret"],
  ["METRICS_KEY", "short-secret"],
  ["SCHEDULE_KEY", "short-secret"],
  ["REALTIME_HANDSHAKE", "direct"],
  ["REHEARSAL", "maybe"],
  ["OPENAI_BASE_URL", "ftp://provider"],
] as const;

for (const [name, value] of MALFORMED) {
  Deno.test(
    `readEnvironment() names ${name} and keeps its value to itself when it is ${value}`,
    () => {
      assert.throws(
        () => read({ [name]: value }),
        (error) => {
          assert.ok(error instanceof EnvironmentError);
          assert.match(error.message, new RegExp(`^${name}: `));
          assert.ok(
            !error.message.includes("sb_secret") && !error.message.includes("short-secret"),
          );
          return true;
        },
      );
    },
  );
}

Deno.test("databaseKey() is the default key when there are several", () => {
  const keys = '{"reaper":"sb_secret_reaper","default":"sb_secret_default"}';
  assert.equal(databaseKey(read({ SUPABASE_SECRET_KEYS: keys })), "sb_secret_default");
});
