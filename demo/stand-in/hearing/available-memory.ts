import { freemem } from "node:os";

const BYTES_PER_MEGABYTE = 2 ** 20;

/** What this process may still take, a container's limit included where Node knows of it. */
export function availableMegabytes(): number {
  const bytes =
    typeof process.availableMemory === "function" ? process.availableMemory() : freemem();
  return Math.floor(bytes / BYTES_PER_MEGABYTE);
}
