// Signs a learner token in Node, without a package. Runs at the site's own backend, for a learner who is
// logged in there; the secret must not reach a browser.
import { createHmac, randomUUID } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signLearnerToken({ secret, kid, embedKey, learner, scenario, name }) {
  // Without an id of its own, every learner would be the same one.
  if (typeof learner !== "string" || learner.trim() === "") throw new Error("Name the learner.");
  const now = Math.floor(Date.now() / 1000);
  const header = encode({ alg: "HS256", typ: "JWT", kid });
  const payload = encode({
    iss: embedKey,
    aud: "maka-voice-coach",
    sub: learner, // your own id of the learner, better not a name or an address
    jti: randomUUID(), // never the same twice
    iat: now,
    exp: now + 60,
    scenario, // optional: good for this scenario only
    name, // optional: what the customer may call the learner
  });
  const signature = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
  return `${header}.${payload}.${signature}`;
}

if (import.meta.filename === process.argv[1]) {
  const { MAKA_TOKEN_SECRET, MAKA_TOKEN_KID, MAKA_EMBED_KEY } = process.env;
  const [learner, scenario] = process.argv.slice(2);
  const names = { secret: MAKA_TOKEN_SECRET, kid: MAKA_TOKEN_KID, embedKey: MAKA_EMBED_KEY };
  console.log(signLearnerToken({ ...names, learner, scenario }));
}
