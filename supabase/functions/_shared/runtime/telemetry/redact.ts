/** Shapes of credentials and addresses that may reach us inside another party's error text. */
const SECRETS = [
  /\bv=0(?:\r?\n|\\r\\n|\\n)[\s\S]*/g,
  /\ba=(?:candidate|ice-ufrag|ice-pwd|fingerprint):[^\r\n]*/g,
  /\b(?:Bearer|Basic)\s+\S+/gi,
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/@]{1,500}@/gi,
  /\b(?:sk|ek|pk)[-_][A-Za-z0-9_-]{6,}/g,
  /\bsb_(?:secret|publishable)_[A-Za-z0-9_-]+/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}/g,
  /\b(?:password|passwd|secret|token|api[_-]?key|cookie|authorization)\b["']?\s*[=:]\s*["']?[^\s"',;]+/gi,
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  // IPv6: full, or with its run of zeros left out. Times of day have two digits each and no `::`.
  /(?<![\w:.])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])/gi,
  /(?<![\w:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?(?![\w:])/gi,
];

/** Replaces keys, tokens, passwords, addresses and session descriptions in `text` by a dot sign. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, pattern) => clean.replace(pattern, "•"), text);
}
