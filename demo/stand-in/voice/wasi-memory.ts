const SUCCESS = 0;
const BAD_FILE = 8;
const FOLDER = 3;
const FILE = 4;
/** Any name will do: there is one folder, and one file is written to it. */
const FOLDER_NAME = "/";
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;

/** A program that ends says so by throwing, since nothing else leaves it. */
class ProgramEnd extends Error {}

/**
 * Runs a WASI command that writes one file, and returns that file: nothing touches the disk. Only what such a
 * program asks for is there. It blocks, so it belongs into a worker.
 */
export function runForFile(
  program: WebAssembly.Module,
  commandLine: readonly string[],
): Uint8Array<ArrayBuffer> {
  const written: Uint8Array[] = [];
  const run: { memory: WebAssembly.Memory | null } = { memory: null };
  const view = () => new DataView((run.memory ?? missing()).buffer);
  const instance = new WebAssembly.Instance(program, {
    wasi_snapshot_preview1: {
      ...createArguments(commandLine, view),
      ...createFiles(written, view),
      clock_time_get: () => SUCCESS,
      proc_exit: () => {
        throw new ProgramEnd();
      },
    },
  });
  const { memory, _start: start } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== "function") return missing();
  run.memory = memory;
  try {
    Reflect.apply(start, undefined, []);
  } catch (error) {
    if (!(error instanceof ProgramEnd)) throw error;
  }
  return join(written);
}

function missing(): never {
  throw new Error("The program is no WASI command.");
}

type View = () => DataView;

function createArguments(commandLine: readonly string[], view: View) {
  const texts = commandLine.map((text) => new TextEncoder().encode(`${text}\0`));
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    args_sizes_get(countAt: number, lengthAt: number) {
      view().setUint32(countAt, texts.length, true);
      view().setUint32(lengthAt, length, true);
      return SUCCESS;
    },
    args_get(pointersAt: number, textAt: number) {
      let at = textAt;
      for (const [index, text] of texts.entries()) {
        view().setUint32(pointersAt + 4 * index, at, true);
        new Uint8Array(view().buffer, at).set(text);
        at += text.length;
      }
      return SUCCESS;
    },
  };
}

function createFiles(written: Uint8Array[], view: View) {
  return {
    fd_prestat_get(file: number, at: number) {
      if (file !== FOLDER) return BAD_FILE;
      view().setUint32(at, 0, true);
      view().setUint32(at + 4, FOLDER_NAME.length, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(_file: number, at: number, length: number) {
      new Uint8Array(view().buffer, at, length).set(new TextEncoder().encode(FOLDER_NAME));
      return SUCCESS;
    },
    fd_fdstat_get(file: number, at: number) {
      view().setUint8(at, file === FOLDER ? 3 : 4);
      view().setUint16(at + 2, 0, true);
      view().setBigUint64(at + 8, ALL_RIGHTS, true);
      view().setBigUint64(at + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    path_open(...given: readonly (number | bigint)[]) {
      view().setUint32(Number(given.at(-1)), FILE, true);
      return SUCCESS;
    },
    fd_write(file: number, partsAt: number, parts: number, lengthAt: number) {
      let length = 0;
      for (let at = partsAt; at < partsAt + 8 * parts; at += 8) {
        const size = view().getUint32(at + 4, true);
        const part = new Uint8Array(view().buffer, view().getUint32(at, true), size);
        if (file === FILE) written.push(part.slice());
        length += size;
      }
      view().setUint32(lengthAt, length, true);
      return SUCCESS;
    },
    fd_read(_file: number, _partsAt: number, _parts: number, lengthAt: number) {
      view().setUint32(lengthAt, 0, true);
      return SUCCESS;
    },
    fd_seek: () => BAD_FILE,
    fd_fdstat_set_flags: () => SUCCESS,
    fd_close: () => SUCCESS,
  };
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
