import type { Facts } from "../contract/report.ts";
import { clip } from "./clip.ts";
import { normalizeText } from "./normalize-text.ts";
import { proveQuote, type ScoredTurn } from "./prepare-transcript.ts";
import type { DraftFacts } from "./report-task.ts";

const MAX_ENTRIES = 10;
const MAX_VALUE_CHARACTERS = 200;
const MAX_COMMITMENT_CHARACTERS = 300;

/**
 * Holds what a draft found for a customer record against the transcript: a name, company, mail or number that
 * nobody said as it stands is dropped, and a commitment counts with the words of whoever made it alone.
 */
export function assessFacts(draft: DraftFacts | null, turns: readonly ScoredTurn[]): Facts {
  const { contacts = [], commitments = [] } = draft ?? {};
  const spoken = turns.map(({ turn }) => normalizeText(turn.text).text);
  const said = (value: string | null) => (isSaid(value, spoken) ? toValue(value) : null);
  return {
    contacts: contacts
      .map(({ name, company, email, phone }) => ({
        name: said(name),
        company: said(company),
        email: said(email),
        phone: said(phone),
      }))
      .filter((contact) => Object.values(contact).some((value) => value !== null))
      .slice(0, MAX_ENTRIES),
    commitments: commitments
      .flatMap((commitment) => assessCommitment(commitment, turns))
      .slice(0, MAX_ENTRIES),
  };
}

function assessCommitment(
  { by, text, due, quote }: DraftFacts["commitments"][number],
  turns: readonly ScoredTurn[],
): Facts["commitments"] {
  const scored = turns.find(({ name }) => name === quote.turn);
  if (scored?.turn.speaker !== by || text.trim() === "") return [];
  const words = proveQuote(quote.text, scored);
  if (words === null) return [];
  const isDueSaid = isSaid(due, [normalizeText(scored.turn.text).text]);
  return [
    {
      by,
      text: clip(text, MAX_COMMITMENT_CHARACTERS),
      due: isDueSaid ? toValue(due) : null,
      quote: { itemId: scored.turn.itemId, text: words },
    },
  ];
}

function isSaid(value: string | null, spoken: readonly string[]): boolean {
  const wanted = normalizeText(value ?? "").text;
  return wanted !== "" && spoken.some((text) => text.includes(wanted));
}

function toValue(value: string | null): string | null {
  return value === null ? null : clip(value, MAX_VALUE_CHARACTERS);
}
