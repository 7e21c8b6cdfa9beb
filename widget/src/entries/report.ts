import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaReport } from "../elements/report/maka-report.ts";

MakaReport.loadDetails = async () => (await import("./report-details.ts")).reportDetails;
defineOnce("maka-report", MakaReport);

// What a report consists of beside: fetched while the server can be reached, used when the call is over. Whoever
// needs it asks again, and tells of a failure.
for (const part of [MakaReport.loadDetails, () => import("../adapters/network/report-checks.ts")])
  part().catch(() => undefined);
