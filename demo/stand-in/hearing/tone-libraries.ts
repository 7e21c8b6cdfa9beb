import createGgwave from "ggwave";

/** The library that turns text into tones and back, with a memory of its own. */
export type ToneLibrary = Awaited<ReturnType<typeof createGgwave>>;

/** What an instance is for; one that does half takes half the memory. */
export type ToneMode = "RX" | "TX";

/** One reader or writer of tones, its owner's alone until it is freed. */
export interface ToneInstance {
  readonly library: ToneLibrary;
  readonly id: number;
  /** Gives its memory to the next one; safe to call twice. */
  free(): void;
}

interface Shelf {
  readonly library: ToneLibrary;
  open: number;
}

const SAMPLES_PER_SECOND = 48_000;

/**
 * Shares one loaded library among all who read or write tones at a time. It holds four instances; where more are
 * wanted at once, another is loaded, and forgotten as soon as none of its own is open.
 */
export class ToneLibraries {
  readonly #load: () => Promise<ToneLibrary>;
  #shelves: Shelf[] = [];
  #loading: Promise<void> | null = null;

  constructor(load = loadToneLibrary) {
    this.#load = load;
  }

  /** @throws {Error} where the library cannot be loaded */
  async open(mode: ToneMode): Promise<ToneInstance> {
    for (;;) {
      for (const shelf of this.#shelves) {
        const instance = this.#openOn(shelf, mode);
        if (instance) return instance;
      }
      this.#loading ??= this.#addShelf();
      await this.#loading;
    }
  }

  async #addShelf(): Promise<void> {
    try {
      this.#shelves.push({ library: await this.#load(), open: 0 });
    } finally {
      this.#loading = null;
    }
  }

  #openOn(shelf: Shelf, mode: ToneMode): ToneInstance | null {
    const { library } = shelf;
    const parameters = library.getDefaultParameters();
    parameters.sampleRateInp = SAMPLES_PER_SECOND;
    parameters.sampleRateOut = SAMPLES_PER_SECOND;
    parameters.operatingMode = library[`GGWAVE_OPERATING_MODE_${mode}`];
    const id = library.init(parameters);
    if (id < 0 && shelf.open === 0) throw new Error("The library of tones opens no instance.");
    if (id < 0) return null;
    shelf.open += 1;
    let isFree = false;
    return {
      library,
      id,
      free: () => {
        // A number that is freed twice may be somebody else's by then.
        if (isFree) return;
        isFree = true;
        library.free(id);
        this.#leave(shelf);
      },
    };
  }

  #leave(shelf: Shelf): void {
    shelf.open -= 1;
    if (shelf.open === 0 && this.#shelves.length > 1)
      this.#shelves = this.#shelves.filter((other) => other !== shelf);
  }
}

/** Loads the library into a memory of its own. */
export async function loadToneLibrary(): Promise<ToneLibrary> {
  const before = new Set(process.listeners("uncaughtException"));
  const rejectionsBefore = new Set(process.listeners("unhandledRejection"));
  const library = await createGgwave({ print: () => undefined, printErr: () => undefined });
  // The library takes over the process's crash handlers with each load, which is none of its business.
  for (const listener of process.listeners("uncaughtException"))
    if (!before.has(listener)) process.off("uncaughtException", listener);
  for (const listener of process.listeners("unhandledRejection"))
    if (!rejectionsBefore.has(listener)) process.off("unhandledRejection", listener);
  library.disableLog();
  return library;
}
