// Checks a deployed project from outside, with nothing but what a page has:
// `npm run smoke -- <functions-url> <embed-key> <origin> [scenario]`. No session is created.
import { runSmoke } from "./run-smoke.ts";

const [url, embedKey, origin, scenario] = process.argv.slice(2);
if (url === undefined || embedKey === undefined || origin === undefined) {
  console.error(
    "Usage: npm run smoke -- https://<ref>.supabase.co/functions/v1 <embed-key> <origin> [scenario]",
  );
  process.exit(2);
}
const checks = await runSmoke({
  functionsUrl: url,
  embedKey,
  origin,
  ...(scenario === undefined ? {} : { scenario }),
});
for (const { name, problem } of checks) {
  console.log(problem === null ? `ok     ${name}` : `FAILED ${name}: ${problem}`);
}
const failed = checks.filter(({ problem }) => problem !== null).length;
console.log(`${checks.length - failed} of ${checks.length} checks passed`);
process.exitCode = failed === 0 ? 0 : 1;
