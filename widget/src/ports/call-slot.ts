/** A practice that holds the page's one line. */
export interface LineHolder {
  /** Ends its call; fulfils when the server knows. */
  yieldLine(): Promise<void>;
}

/** The one line of a page: whoever has a microphone or a call open holds it. */
export interface PageLine {
  readonly holder: LineHolder | null;
  hold(holder: LineHolder): void;
  /** Changes nothing where another one holds it. */
  release(holder: LineHolder): void;
}
