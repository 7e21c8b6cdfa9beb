import { openPopOut } from "../adapters/page/open-pop-out.ts";
import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaPopOut } from "../elements/before-call/maka-pop-out.ts";

MakaPopOut.openWindow = openPopOut;
defineOnce("maka-pop-out", MakaPopOut);
