import { SignJWT } from "jose";
import postgres from "postgres";
import { seedConsoles } from "./seed.ts";
import {
  COACH_TOKEN_AUDIENCE,
  deriveCoachSecret,
} from "../../supabase/functions/_shared/identity/coach-tokens.ts";

/** Who may be signed in at the demo's page for coaches. */
const PEOPLE = {
  reviewer: { name: "Ines Costa", roles: ["coach", "reviewer"], site: "mk_console_north" },
  auditor: { name: "Noor Haddad", roles: ["auditor"], site: "mk_console_north" },
  admin: { name: "Sam Berger", roles: ["admin", "coach"], site: "mk_console_north" },
  south: { name: "Lena Vogt", roles: ["coach"], site: "mk_console_south" },
} as const;

/**
 * Makes what signs coach tokens as a partner's server does: with a secret of the site, for a minute, each once. The first
 * one waits until people are made up: no start does.
 */
export function createCoachTokens({
  databaseUrl,
  masterKey,
  origins,
}: {
  readonly databaseUrl: string;
  readonly masterKey: string;
  readonly origins: readonly string[];
}): (as: string) => Promise<string> {
  let seeded: Promise<void> | null = null;
  return async (as) => {
    seeded ??= seedConsoles({ databaseUrl, origins });
    await seeded;
    const person = PEOPLE[isKnown(as) ? as : "reviewer"];
    const sql = postgres(databaseUrl, { max: 1 });
    try {
      const [key] = await sql<{ id: string; kid: string }[]>`
        select site.id, token_key.kid from coach.sites as site
        join coach.token_keys as token_key on token_key.site_id = site.id
        where site.embed_key = ${person.site} order by token_key.created_at desc limit 1`;
      if (!key) throw new Error(`${person.site} has no secret`);
      const secret = await deriveCoachSecret(masterKey, key.id, key.kid);
      return await new SignJWT({ name: person.name, roles: [...person.roles] })
        .setProtectedHeader({ alg: "HS256", kid: key.kid })
        .setIssuer(person.site)
        .setAudience(COACH_TOKEN_AUDIENCE)
        .setSubject(`demo-${person.name}`)
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime("1 min")
        .sign(new TextEncoder().encode(secret));
    } finally {
      await sql.end();
    }
  };
}

function isKnown(as: string): as is keyof typeof PEOPLE {
  return Object.hasOwn(PEOPLE, as);
}
