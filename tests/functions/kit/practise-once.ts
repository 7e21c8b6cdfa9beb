import assert from "node:assert/strict";
import { turn } from "./coach-harness.ts";
import type { CoachPlatform } from "./coach-platform.ts";

/** Practises for a moment, or as if for so long, and ends; returns the session's id once all that follows is done. */
export async function practiseOnce(
  platform: CoachPlatform,
  embedKey: string,
  changes: Readonly<Record<string, unknown>>,
  seconds = 0,
): Promise<string> {
  const { status, body, text } = await platform.start(embedKey, changes);
  assert.equal(status, 201, text);
  const { sessionId, sessionToken } = body;
  await platform.sql`
    update coach.sessions set attached_at = attached_at - make_interval(secs => ${seconds})
    where id = ${sessionId}`;
  const end = {
    sessionToken,
    reason: "learner",
    turns: [
      turn(1, "learner", "Bonjour, je suis Ada Lovelace."),
      turn(2, "persona", "Bonjour, Madame."),
    ],
  };
  await platform.send("POST", `/coach/sessions/${sessionId}/end`, { body: end });
  await platform.drain();
  return sessionId;
}
