import "./elements/define-call-aids.ts";
