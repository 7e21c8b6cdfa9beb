import { runOutage } from "../kit/faults/outage.ts";
import { isRefusedWell, runProviderFaults } from "../kit/provider/provider-faults.ts";

const SECONDS = 60;

/** The database away for a minute in the middle of a call, then the provider at fault in five ways. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const outage = await runOutage(SECONDS, {
    report: (line) => {
      console.log(line);
    },
  });
  for (const text of outage.lost) console.log(`lost: ${text}`);
  const faults = await runProviderFaults();
  for (const { fault, status, code, retryAfterSeconds, seconds, held, billed } of faults) {
    const told = `${status} ${String(code)}, again in ${String(retryAfterSeconds)} s`;
    console.log(
      `provider ${fault}: ${told}; ${seconds.toFixed(1)} s, ${held} held, ${billed} billed`,
    );
  }
  const { turnsMeanwhile, wentOn, lost, refusal, reportStatus } = outage;
  const isRefused = refusal.status === 502 && typeof refusal.retryAfterSeconds === "number";
  const released = faults.filter(isRefusedWell).length;
  return {
    figure:
      `database away ${SECONDS} s: call ${wentOn ? "went on" : "ended"}, ${turnsMeanwhile} turns meanwhile,` +
      ` ${lost.length} lost, starts ${isRefused ? "refused with a time" : "not refused well"}, report` +
      ` ${reportStatus}; provider faults: ${released} of ${faults.length} refused and released`,
    passed:
      wentOn && turnsMeanwhile > 0 && lost.length === 0 && isRefused && released === faults.length,
  };
}
