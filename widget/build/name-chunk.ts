import type { Rolldown } from "vite";

/** After the entry that begins the file, and for words after their language, since each has a `call.ts`. */
export function nameChunk({ facadeModuleId }: Rolldown.PreRenderedChunk): string {
  const language = /\/locales\/(\w+)\/[\w-]+\.ts$/.exec(facadeModuleId ?? "")?.[1];
  return `chunks/${language === undefined ? "" : `${language}-`}[name]-[hash:6].js`;
}
