import { openPopOut } from "./adapters/open-pop-out.ts";
import { defineOnce } from "./elements/define-once.ts";
import { MakaPopOut } from "./elements/maka-pop-out.ts";

MakaPopOut.openWindow = openPopOut;
defineOnce("maka-pop-out", MakaPopOut);
