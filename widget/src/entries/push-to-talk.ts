import { defineOnce } from "./elements/define-once.ts";
import { MakaTalkButton } from "./elements/maka-talk-button.ts";

defineOnce("maka-talk-button", MakaTalkButton);
