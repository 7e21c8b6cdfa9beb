/** Shapes of credentials that may reach us inside another party's error text. */
const CREDENTIALS = [
  /\bBearer\s+\S+/gi,
  /\b(?:sk|ek)[-_][A-Za-z0-9_-]{6,}/g,
  /\bsb_(?:secret|publishable)_[A-Za-z0-9_-]+/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,2}/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /\bv=0\r?\n[\s\S]*/g,
];

/** Replaces keys, tokens, addresses and session descriptions in `text` by a dot sign. */
export function redact(text: string): string {
  return CREDENTIALS.reduce((clean, pattern) => clean.replace(pattern, "•"), text);
}
