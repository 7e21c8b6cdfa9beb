import "./define-during-call.ts";

export { callAids } from "../elements/call/render-during-call.ts";

// The end of a call may be the server's, too: then the view of the report is here already. Whoever needs it asks
// again, and tells of a failure.
import("./report.ts").catch(() => undefined);
