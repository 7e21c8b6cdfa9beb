import type { Clock } from "../clock.ts";
import { createEphemeralKey } from "./ids.ts";
import type { SessionSettings } from "./session-settings.ts";

/** Why a key opens no call. */
export type KeyRefusal = "unknown" | "expired" | "used";

interface MintedKey {
  readonly settings: SessionSettings;
  readonly expiresAtMs: number;
  isUsed: boolean;
}

const MINTED_KEPT = 1000;

/** The ephemeral keys of a stand-in: each opens one call, within its time. */
export class EphemeralKeys {
  readonly #clock: Clock;
  readonly #keys = new Map<string, MintedKey>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mint(settings: SessionSettings, lifetimeSeconds: number): string {
    const key = createEphemeralKey();
    const expiresAtMs = this.#clock.now() + lifetimeSeconds * 1000;
    this.#keys.set(key, { settings, expiresAtMs, isUsed: false });
    const oldest = this.#keys.keys().next();
    if (this.#keys.size > MINTED_KEPT && !oldest.done) this.#keys.delete(oldest.value);
    return key;
  }

  /** Spends a key and returns what it was minted for, or says why it cannot be spent. */
  spend(key: string, isReusable: boolean): SessionSettings | KeyRefusal {
    const minted = this.#keys.get(key);
    if (!minted) return "unknown";
    if (this.#clock.now() > minted.expiresAtMs) return "expired";
    if (minted.isUsed && !isReusable) return "used";
    minted.isUsed = true;
    return minted.settings;
  }
}
