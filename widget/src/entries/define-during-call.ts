import { defineOnce } from "./define-once.ts";
import { MakaAims } from "./maka-aims.ts";
import { MakaCard } from "./maka-card.ts";
import { MakaConfirm } from "./maka-confirm.ts";
import { MakaInterrupted } from "./maka-interrupted.ts";
import { MakaLine } from "./maka-line.ts";
import { MakaLineNotice } from "./maka-line-notice.ts";
import { MakaSound } from "./maka-sound.ts";

defineOnce("maka-aims", MakaAims);
defineOnce("maka-card", MakaCard);
defineOnce("maka-confirm", MakaConfirm);
defineOnce("maka-interrupted", MakaInterrupted);
defineOnce("maka-line", MakaLine);
defineOnce("maka-line-notice", MakaLineNotice);
defineOnce("maka-sound", MakaSound);
