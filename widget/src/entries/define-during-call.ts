import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaAims } from "../elements/call/maka-objectives.ts";
import { MakaCard } from "../elements/call/maka-card.ts";
import { MakaConfirm } from "../elements/call/maka-confirm.ts";
import { MakaInterrupted } from "../elements/before-call/maka-interrupted.ts";
import { MakaLine } from "../elements/call/maka-connection.ts";
import { MakaLineNotice } from "../elements/call/maka-connection-notice.ts";
import { MakaSound } from "../elements/call/maka-sound.ts";

defineOnce("maka-aims", MakaAims);
defineOnce("maka-card", MakaCard);
defineOnce("maka-confirm", MakaConfirm);
defineOnce("maka-interrupted", MakaInterrupted);
defineOnce("maka-line", MakaLine);
defineOnce("maka-line-notice", MakaLineNotice);
defineOnce("maka-sound", MakaSound);
