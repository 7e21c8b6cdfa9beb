export { drawTimeline } from "../elements/report/draw-timeline.ts";
