import { readIfThere } from "../read-if-there.ts";

/** What `supabase link` left behind in the working folder: the project's reference; null where it never ran. */
export function readLinkedProject(): string | null {
  return readIfThere("supabase/.temp/project-ref");
}
