import * as z from "zod/mini";

/** What a member may do. A coach sees attempts, a reviewer judges them, an auditor reads records, an admin runs the site. */
export const Role = z.enum(["coach", "reviewer", "author", "auditor", "admin"]);
export type Role = z.infer<typeof Role>;

/** Something that has an id and a name. */
export const Named = z.object({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof Named>;

/** Who uses the console. What of it a member sees is derived from this row at the server, never asked for. */
export const ConsoleMember = z.object({
  id: z.uuid(),
  name: z.string(),
  roles: z.array(Role),
  /** The site whose learners a member sees; null: those of every site of the organization. */
  site: z.nullable(Named),
  organization: Named,
  /** IANA name of the zone in which days are cut unless the viewer chooses another. */
  timeZone: z.string(),
});
export type ConsoleMember = z.infer<typeof ConsoleMember>;

/** `POST /console/sessions`: a coach token that the host's backend signed. */
export const ConsoleSessionRequest = z.strictObject({
  token: z.string().check(z.minLength(16), z.maxLength(4_096)),
});
export type ConsoleSessionRequest = z.infer<typeof ConsoleSessionRequest>;

/** Its answer: an opaque token for all other routes, good until `expiresAt` (ISO 8601). */
export const ConsoleSessionResponse = z.object({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  member: ConsoleMember,
});
export type ConsoleSessionResponse = z.infer<typeof ConsoleSessionResponse>;
