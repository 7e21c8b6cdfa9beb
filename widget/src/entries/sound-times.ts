export { timeSounds } from "../session/recovery/time-sounds.ts";
