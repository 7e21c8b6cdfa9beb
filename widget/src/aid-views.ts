import "./elements/define-call-aids.ts";

export { callAids } from "./elements/render-aids.ts";
