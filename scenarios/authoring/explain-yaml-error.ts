import type { ErrorCode } from "yaml";

/** What is usually the matter, and the remedy, by the parser's own codes. */
const EXPLANATIONS: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: "an alias cannot be resolved; write the text out instead",
  BAD_DQ_ESCAPE:
    'a backslash in "…" stands before a letter that it does not go with; write it twice',
  BAD_INDENT:
    "this line is set in more, or less, than those beside it; give both the same number of spaces",
  BAD_SCALAR_START:
    'a text begins with a sign that means something to YAML (@, `, %, &, *); set it in "…"',
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon in it stands bare; set it in "…"',
  BLOCK_IN_FLOW:
    "something between brackets is written as a block; keep it in one line, or leave the brackets out",
  DUPLICATE_KEY: "this name stands twice in one block; keep one of them",
  KEY_OVER_1024_CHARS: "a name is longer than 1,024 characters; a colon or a line break is missing",
  MISSING_CHAR:
    "a quotation mark, a bracket or a colon is missing here or above; close what was opened",
  MULTILINE_IMPLICIT_KEY:
    'a name goes over two lines; a colon is missing, or a text with a colon in it needs "…" around it',
  MULTIPLE_DOCS: "a second document begins at this line (---); keep one scenario in a file",
  NON_STRING_KEY: 'a name is no text; set it in "…"',
  TAG_RESOLVE_FAILED: "a tag (!…) is not known here; leave it out",
  UNEXPECTED_TOKEN:
    "this does not fit what stands before it; a quotation mark, a dash or a space is missing",
};

/** What is wrong with a YAML text, and what to do. */
export function explainYamlError(code: ErrorCode, message: string): string {
  return `is no valid YAML: ${EXPLANATIONS[code] ?? `${message}; correct this line or those beside it`}`;
}
