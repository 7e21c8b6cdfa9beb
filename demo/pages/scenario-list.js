// What the learners of a site can practise, as the service tells a page of that site.

const PATIENCE_MS = 15_000;

/** What was published to the site, in the order of the service; the message of an error is a sentence to show. */
export async function fetchScenarios(api, embedKey) {
  const address = `${api.replace(/\/$/, "")}/coach/scenarios?${new URLSearchParams({ embedKey })}`;
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Error("The service does not answer. Is it running, and may this page reach it?");
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.message ?? `The service refused (${response.status}).`);
  if (!Array.isArray(body.scenarios)) throw new Error("The service answered with no list.");
  return body.scenarios;
}

/** The English name of a language, such as "French". */
export function nameLanguage(tag) {
  return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
}
