// What a browser keeps while a launch is on its way to the platform and back: in its storage, else at the platform, which
// some offer to frames whose browser forbids them their own (LTI platform storage).

const PREFIX = "maka-lti-";
const PATIENCE_MS = 3_000;

/** Keeps a secret for a login, and answers its hash in hexadecimal; null where nobody keeps anything. */
export async function keepSecret({ login, platform, target }) {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = toHex(bytes);
  const isKept =
    keep(PREFIX + login, secret) || (await askPlatform("put", { login, platform, target, secret }));
  if (!isKept) return null;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return toHex(new Uint8Array(hash));
}

/** The secret of a login, once; null where it is not to be found. */
export async function readSecret({ login, platform, target }) {
  try {
    const kept = sessionStorage.getItem(PREFIX + login);
    sessionStorage.removeItem(PREFIX + login);
    if (kept) return kept;
  } catch {
    // The platform may have it.
  }
  return (await askPlatform("get", { login, platform, target }))?.value ?? null;
}

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key) === value;
  } catch {
    return false;
  }
}

/** Messages to and from the origin that identifies learners, and no other. Null: no answer, or none that is one. */
function askPlatform(verb, { login, platform, target, secret }) {
  const receiver = platform && target ? findFrame(target) : null;
  if (!receiver) return Promise.resolve(null);
  const subject = `lti.${verb}_data`;
  const message = { subject, message_id: crypto.randomUUID(), key: PREFIX + login };
  return new Promise((resolve) => {
    const give = (answer) => {
      removeEventListener("message", hear);
      clearTimeout(timer);
      resolve(answer);
    };
    const hear = ({ origin, data }) => {
      if (origin !== platform || data?.message_id !== message.message_id) return;
      if (data.subject === `${subject}.response`) give(data.error ? null : data);
    };
    const timer = setTimeout(() => give(null), PATIENCE_MS);
    addEventListener("message", hear);
    receiver.postMessage(secret ? { ...message, value: secret } : message, platform);
  });
}

function findFrame(target) {
  const parent = window.opener ?? window.parent;
  if (parent === window) return null;
  try {
    return target === "_parent" ? parent : parent.frames[target];
  } catch {
    return null;
  }
}

function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
