// Signs a coach token in Node, without a package. Runs at the site's own backend, for somebody who is logged in there and
// may look at what learners did; the secret must not reach a browser.
import { createHmac, randomUUID } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signCoachToken({ secret, kid, embedKey, member, name, roles, cohorts }) {
  // Without an id of its own, everybody would be the same member.
  if (typeof member !== "string" || member.trim() === "") throw new Error("Name the member.");
  const now = Math.floor(Date.now() / 1000);
  const header = encode({ alg: "HS256", typ: "JWT", kid });
  const payload = encode({
    iss: embedKey,
    aud: "maka-coach-console",
    sub: member, // your own id of the coach
    jti: randomUUID(), // never the same twice
    iat: now,
    exp: now + 60,
    name, // what learners and other coaches read
    roles, // coach, reviewer, author, auditor, admin; no more than the site allows
    cohorts, // optional: names of the only cohorts that this member sees
  });
  const signature = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
  return `${header}.${payload}.${signature}`;
}

if (import.meta.filename === process.argv[1]) {
  const { MAKA_COACH_SECRET, MAKA_TOKEN_KID, MAKA_EMBED_KEY } = process.env;
  const [member, name, ...roles] = process.argv.slice(2);
  const names = { secret: MAKA_COACH_SECRET, kid: MAKA_TOKEN_KID, embedKey: MAKA_EMBED_KEY };
  console.log(signCoachToken({ ...names, member, name, roles }));
}
