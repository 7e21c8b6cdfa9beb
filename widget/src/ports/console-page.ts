/** What the console needs of the page that it stands on. */
export interface ConsolePage {
  /** The place that the address of the page names; empty where it names none. */
  readAddress(): string;
  /** Puts a place into the address: as a step that Back undoes, or in the place of the last one. */
  writeAddress(place: string, isStep: boolean): void;
  /** Calls `hear` when somebody goes back, on, or to a pasted link. */
  watchAddress(hear: () => void, signal: AbortSignal): void;
  /** Puts a text where the person can paste it. */
  copyAddress(place: string): Promise<void>;
  /** Hands a file to the browser's downloads. */
  saveFile(name: string, content: string): void;
  /** What this browser keeps for a site's console; null where there is nothing, or nothing can be kept. */
  readKept(name: string): unknown;
  writeKept(name: string, value: unknown): void;
}
