/** Names a browser on its way through a launch, and nothing else. Bound to this host by its name. */
const NAME = "__Host-maka-lti";
const MAX_AGE_SECONDS = 86_400;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The secret that this browser was given before; null where it shows none. */
export function readBrowserCookie(request: Request): string | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? "";
  return SECRET.test(value) ? value : null;
}

/** Partitioned, so that it comes back in a frame whose browser blocks the cookies of third parties. */
export function toBrowserCookie(secret: string): string {
  const limits = `Max-Age=${MAX_AGE_SECONDS}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned`;
  return `${NAME}=${secret}; ${limits}`;
}
