/** A failure that the person at the keyboard can act on: its message is one whole sentence. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
}
