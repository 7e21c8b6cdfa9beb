import type { Rolldown } from "vite";

/** After the entry that begins the file, and for words after their language, since each has a `call.ts`; `prefix` tells parts of another tag apart. */
export function nameChunk(
  { facadeModuleId, name }: Rolldown.PreRenderedChunk,
  prefix: string,
): string {
  const language = /\/locales\/(\w+)\/[\w-]+\.ts$/.exec(facadeModuleId ?? "")?.[1];
  const begin = language === undefined ? prefix : `${language}-`;
  return `chunks/${name.startsWith(begin) ? "" : begin}[name]-[hash:6].js`;
}
