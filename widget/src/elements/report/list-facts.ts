import type { Facts } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";

/** Facts as lines to be read: a contact with all that was named of it, a commitment with who made it. */
export function listFacts(
  { contacts, commitments }: Facts,
  texts: ReportTexts,
  personaName: string,
): { readonly contacts: readonly string[]; readonly commitments: readonly string[] } {
  return {
    contacts: contacts
      .map(({ name, company, email, phone }) =>
        [name, company, email, phone].filter(Boolean).join(" · "),
      )
      .filter(Boolean),
    commitments: commitments.map(({ by, text, due }) => {
      const who = by === "learner" ? texts.you : personaName || texts.persona;
      return [`${who}: ${text}`, due].filter(Boolean).join(" · ");
    }),
  };
}
