/** A file that the browser saves. */
export interface SavedFile {
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  readonly content: string;
}

/**
 * Hands a file to the browser's downloads. Its content travels in the address, so nothing is left to release;
 * no directive of a Content-Security-Policy governs a download.
 */
export function saveFile(owner: Document, { name, type, content }: SavedFile): void {
  const link = owner.createElement("a");
  // Half of a surrogate pair cannot be written in UTF-8.
  const text = content.replace(/\p{Surrogate}/gu, "\uFFFD");
  link.href = `data:${type};charset=utf-8,${encodeURIComponent(text)}`;
  link.download = name;
  link.click();
}
