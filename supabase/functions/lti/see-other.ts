/** Sends a browser on to the page of the tool, with what no server and no log on the way sees. */
export function toPage(pageUrl: string, values: Readonly<Record<string, string>>): Response {
  return seeOther(`${pageUrl}#${new URLSearchParams(values).toString()}`);
}

/** Sends a browser on, and tells nobody from where. */
export function seeOther(location: string): Response {
  const headers = { location, "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}
