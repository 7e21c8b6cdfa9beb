import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaTalkButton } from "../elements/call/maka-talk-button.ts";

defineOnce("maka-talk-button", MakaTalkButton);
