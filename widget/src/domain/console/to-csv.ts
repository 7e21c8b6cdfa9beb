/** Excel takes a file without it for one in the code page of the machine. */
const BYTE_ORDER_MARK = "\uFEFF";
/** What a spreadsheet would calculate. */
const FORMULA = /^[\s]*[=+\-@]|^[\t\r]/;
const NUMBER = /^[-\u2212]?\d+(?:[.,]\d+)?\s?%?$/;

/** Writes rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(toField).join(",")}\r\n`).join("");
}

function toField(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
