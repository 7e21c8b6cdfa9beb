/** A practice that holds the one call of its page. */
export interface CallHolder {
  /**
   * Ends its call, but lets go of one whose session goes on elsewhere on the page: that of `sessionId`. Fulfils
   * when the server knows.
   */
  yieldCall(sessionId: string | null): Promise<void>;
}

/** The one call that a page may have: whoever has a microphone or a call open holds it. */
export interface CallSlot {
  readonly holder: CallHolder | null;
  hold(holder: CallHolder): void;
  /** Changes nothing where another one holds it. */
  release(holder: CallHolder): void;
}
