import * as z from "zod";
import { openText, sealText } from "./seal.ts";

const Credentials = z.object({ key: z.string(), secret: z.string() });

/** With what we write to a site's learning record store (Basic). */
export type RecordStoreCredentials = z.infer<typeof Credentials>;

/** Seals credentials for a site's settings: they open with `masterKey`, and for that site alone. */
export function sealCredentials(
  masterKey: string,
  siteId: string,
  { key, secret }: RecordStoreCredentials,
): Promise<string> {
  return sealText(masterKey, toLabel(siteId), JSON.stringify({ key, secret }));
}

/** The header that opens a record store. @throws {Error} where `masterKey` is not the one that sealed the credentials. */
export async function openAuthorization(
  masterKey: string,
  siteId: string,
  sealed: string,
): Promise<string> {
  const { key, secret } = Credentials.parse(
    JSON.parse(await openText(masterKey, toLabel(siteId), sealed)),
  );
  const bytes = new TextEncoder().encode(`${key}:${secret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function toLabel(siteId: string): readonly string[] {
  return ["record-store", siteId];
}
