export { createFile } from "../elements/report/report-files.ts";
export { printElement } from "../elements/report/print-element.ts";
export { saveFile } from "../elements/report/save-file.ts";
