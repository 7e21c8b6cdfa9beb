// Reads the results of a site in Node, without a package. Runs at the site's own backend; the result key must not
// reach a browser.
import { setTimeout as wait } from "node:timers/promises";

/** All results that became final after `cursor`, and the cursor to go on with. A session may come again: the last counts. */
export async function readResults({ functions, key, cursor = null }) {
  const results = [];
  for (let hasMore = true; hasMore;) {
    const query = cursor === null ? "" : `?after=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${functions}/reports/sessions${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (response.status === 429) {
      await wait(Number(response.headers.get("retry-after") ?? 60) * 1000);
      continue;
    }
    const body = await response.json();
    if (!response.ok) throw new Error(`${body.code}: ${body.message} (${body.requestId})`);
    results.push(...body.results);
    ({ cursor, hasMore } = body);
  }
  return { results, cursor };
}

if (import.meta.filename === process.argv[1]) {
  const { MAKA_FUNCTIONS, MAKA_RESULT_KEY } = process.env;
  const place = { functions: MAKA_FUNCTIONS, key: MAKA_RESULT_KEY, cursor: process.argv[2] };
  const { results, cursor } = await readResults(place);
  for (const { sub, scenario, total, passed } of results)
    console.log([sub, scenario.id, total, passed].map((value) => JSON.stringify(value)).join(" "));
  console.log(`cursor ${cursor}`);
}
