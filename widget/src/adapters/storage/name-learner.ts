/**
 * A name that stays the same for one learner of a browser and says nothing of who it is: a hash of the learner
 * token's `sub`, which nobody verifies here; empty without a token. A token that cannot be read stands for itself.
 */
export async function nameLearner(learnerToken: string | null): Promise<string> {
  if (learnerToken === null) return "";
  const named = new TextEncoder().encode(readSubject(learnerToken) ?? learnerToken);
  const digest = await crypto.subtle.digest("SHA-256", named);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readSubject(token: string): string | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const subject: unknown =
      typeof claims === "object" && claims !== null ? Reflect.get(claims, "sub") : null;
    return typeof subject === "string" ? subject : null;
  } catch {
    return null;
  }
}
