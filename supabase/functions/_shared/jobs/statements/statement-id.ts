import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/**
 * The id of a delivery's statement: UUIDv5 with the delivery as namespace, so that every attempt says the same one.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function toStatementId(deliveryId: string, name: string): string {
  const namespace = Buffer.from(deliveryId.replaceAll("-", ""), "hex");
  const hash = createHash("sha1").update(namespace).update(name, "utf8").digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
