import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaObjectives } from "../elements/call/maka-objectives.ts";
import { MakaCard } from "../elements/call/maka-card.ts";
import { MakaConfirm } from "../elements/call/maka-confirm.ts";
import { MakaFolded } from "../elements/call/maka-folded.ts";
import { MakaInterrupted } from "../elements/before-call/maka-interrupted.ts";
import { MakaConnection } from "../elements/call/maka-connection.ts";
import { MakaConnectionNotice } from "../elements/call/maka-connection-notice.ts";
import { MakaSheet } from "../elements/call/maka-sheet.ts";
import { MakaSound } from "../elements/call/maka-sound.ts";

defineOnce("maka-objectives", MakaObjectives);
defineOnce("maka-card", MakaCard);
defineOnce("maka-confirm", MakaConfirm);
defineOnce("maka-folded", MakaFolded);
defineOnce("maka-interrupted", MakaInterrupted);
defineOnce("maka-connection", MakaConnection);
defineOnce("maka-connection-notice", MakaConnectionNotice);
defineOnce("maka-sheet", MakaSheet);
defineOnce("maka-sound", MakaSound);

export { DuringCallViews } from "../elements/call/during-call-views.ts";

// The end of a call may be the server's, too: then the view of the report is here already. Whoever needs it asks
// again, and tells of a failure.
import("./report.ts").catch(() => undefined);
