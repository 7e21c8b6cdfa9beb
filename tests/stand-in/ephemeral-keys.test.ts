import assert from "node:assert/strict";
import { test } from "node:test";
import { EphemeralKeys } from "../../demo/stand-in/realtime/ephemeral-keys.ts";
import { createSessionSettings } from "../../demo/stand-in/realtime/session-settings.ts";
import { FakeClock } from "../kit/provider/fake-clock.ts";

const SETTINGS = createSessionSettings(undefined, { id: "sess_test", expiresAt: 0 });

test("EphemeralKeys.spend() returns the session once when the key is in time", () => {
  const keys = new EphemeralKeys(new FakeClock());
  const key = keys.mint(SETTINGS, 60);
  assert.equal(keys.spend(key, false), SETTINGS);
  assert.equal(keys.spend(key, false), "used");
});

test("EphemeralKeys.spend() returns the session again when keys are reusable", () => {
  const keys = new EphemeralKeys(new FakeClock());
  const key = keys.mint(SETTINGS, 60);
  assert.equal(keys.spend(key, true), SETTINGS);
  assert.equal(keys.spend(key, true), SETTINGS);
});

test("EphemeralKeys.spend() refuses a key when its time is over", async () => {
  const clock = new FakeClock();
  const keys = new EphemeralKeys(clock);
  const key = keys.mint(SETTINGS, 60);
  await clock.advance(60_001);
  assert.equal(keys.spend(key, false), "expired");
});

test("EphemeralKeys.spend() refuses a key when it never minted it", () => {
  assert.equal(new EphemeralKeys(new FakeClock()).spend("ek_other", false), "unknown");
});
