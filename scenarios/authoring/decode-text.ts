/** The text of a file's bytes, or where and why they are none. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly message: string };

const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;
const NEWLINE = 0x0a;

/** Decodes UTF-8 strictly: a byte of another encoding would be published as a question mark in a box. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const isUtf16 = UTF16_MARKS.some((mark) => mark.every((byte, index) => bytes[index] === byte));
  if (isUtf16) {
    return { ok: false, line: 1, message: "is UTF-16; save the file as UTF-8" };
  }
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const { line, column, byte } = findFault(bytes);
    const message = `is no UTF-8: byte ${byte} in column ${column}; save the file as UTF-8`;
    return { ok: false, line, message };
  }
}

/** The first line that cannot be decoded, and what of it still can. */
function findFault(bytes: Uint8Array): { line: number; column: number; byte: string } {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isSound = (part: Uint8Array): boolean => {
    try {
      decoder.decode(part);
      return true;
    } catch {
      return false;
    }
  };
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    const part = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (end !== -1 && isSound(part)) {
      start = end + 1;
      continue;
    }
    // Shorter than a whole character the last one is unsound too, so the longest sound beginning is looked for.
    let length = part.length;
    while (length > 0 && !isSound(part.subarray(0, length))) length -= 1;
    const column = decoder.decode(part.subarray(0, length)).length + 1;
    const byte = `0x${(part[length] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    return { line, column, byte };
  }
}
