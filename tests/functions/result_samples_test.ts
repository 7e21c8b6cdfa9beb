import assert from "node:assert/strict";
import { createResultKey } from "../../supabase/functions/_shared/identity/result-key.ts";
import { isInstalled } from "./kit/is-installed.ts";

const FOLDER = new URL("../../docs/samples/", import.meta.url);
const SAMPLES = [
  ["node", "read-results.mjs"],
  ["python3", "read_results.py"],
  ["php", "read-results.php"],
] as const;

const KEY = createResultKey();
const PAGES: Readonly<Record<string, object>> = {
  "": { results: [toResult("lms-1", 80)], cursor: "one+1", hasMore: true },
  "one+1": { results: [toResult(null, null)], cursor: "two", hasMore: false },
  two: { results: [], cursor: "two", hasMore: false },
};

function toResult(sub: string | null, total: number | null) {
  return { sub, scenario: { id: "web-sales" }, total, passed: total === null ? null : total > 70 };
}

/** Functions that answer in two pages, and are too busy before the second one. */
function startFunctions() {
  let isBusy = true;
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  const server = Deno.serve(options, (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const problem = {
      code: "limit_reached",
      message: "Wait.",
      requestId: "r",
      retryAfterSeconds: 1,
    };
    if (
      pathname !== "/reports/sessions" ||
      request.headers.get("authorization") !== `Bearer ${KEY}`
    )
      return Response.json({ ...problem, code: "caller_unauthorized" }, { status: 401 });
    const after = searchParams.get("after") ?? "";
    if (after === "one+1" && isBusy) {
      isBusy = false;
      return Response.json(problem, { status: 429, headers: { "retry-after": "1" } });
    }
    return Response.json(PAGES[after]);
  });
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

async function run(
  program: string,
  file: string,
  url: string,
  [key, ...args]: [string, ...string[]],
) {
  const command = new Deno.Command(program, {
    args: [new URL(file, FOLDER).pathname, ...args],
    env: { MAKA_FUNCTIONS: url, MAKA_RESULT_KEY: key },
  });
  const { stdout, stderr, success } = await command.output();
  return {
    success,
    said: new TextDecoder().decode(stdout),
    wrong: new TextDecoder().decode(stderr),
  };
}

for (const [program, file] of SAMPLES) {
  const isHere = await isInstalled(program);
  const why = isHere ? "" : ` (not run: there is no ${program} here)`;
  Deno.test({
    name: `docs/samples/${file} reads every page, waits where it must, and goes on from a cursor${why}`,
    ignore: !isHere,
    fn: async () => {
      const functions = startFunctions();
      try {
        const all = await run(program, file, functions.url, [KEY]);
        const lines = [
          '"lms-1" "web-sales" 80 true',
          'null "web-sales" null null',
          "cursor two",
          "",
        ];
        assert.equal(all.said, lines.join("\n"), all.wrong);
        const later = await run(program, file, functions.url, [KEY, "two"]);
        assert.equal(later.said, "cursor two\n", later.wrong);
        const refused = await run(program, file, functions.url, ["mr_wrong"]);
        assert.equal(refused.success, false);
        assert.match(refused.wrong + refused.said, /caller_unauthorized: Wait\. \(r\)/);
      } finally {
        await functions.stop();
      }
    },
  });
}
