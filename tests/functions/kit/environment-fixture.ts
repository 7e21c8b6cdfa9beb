/** Every variable that must be set, with values of the right form. */
export const SOUND_ENVIRONMENT: Readonly<Record<string, string>> = {
  SUPABASE_URL: "http://127.0.0.1:54321",
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_for_tests"}',
  OPENAI_API_KEY: "sk-test-provider-key",
  SESSION_TOKEN_SECRET: "session-token-secret-of-forty-characters",
  LEARNER_HASH_SECRET: "learner-hash-secret-of-forty-characters-",
};
