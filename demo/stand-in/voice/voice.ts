/** How a text is to sound. */
export interface Manner {
  /** BCP 47. */
  readonly language: string;
  /** A voice name of the service. */
  readonly voice: string;
  /** 1 is the usual pace. */
  readonly speed: number;
}

/** Turns text into speech: 48 kHz mono samples. */
export interface Voice {
  render(text: string, manner: Manner): Promise<Int16Array>;
}
