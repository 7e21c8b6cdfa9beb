import type { GuardedFile } from "./mutant.ts";

const OBSERVATION = "supabase/functions/_shared/observation";
const TAMPER_TESTS = [
  "tests/unit/observation/tamper-watch.test.ts",
  "tests/functions/tamper_watch_test.ts",
];

const TAMPER_WATCH: GuardedFile = {
  file: `${OBSERVATION}/tamper-watch.ts`,
  tests: TAMPER_TESTS,
  mutants: [
    { lets: "replies out of the talk", piece: 'if (isForeign) return "reply_forged";' },
    {
      lets: "replies that the page ordered",
      piece: "this.#isSpoken && this.#credit.isOverdrawn(context.nowMs)",
      replacement: "false",
    },
    {
      lets: "typed calls be taken for spoken ones",
      piece: "this.#isSpoken && this.#credit.isOverdrawn(context.nowMs)",
      replacement: "this.#credit.isOverdrawn(context.nowMs)",
    },
    {
      lets: "other settings",
      piece: "difference === null && this.#settingsShown <= MAX_SETTINGS_SHOWN",
      replacement: "this.#settingsShown <= MAX_SETTINGS_SHOWN",
    },
    {
      lets: "settings changed and changed back for ever",
      piece: "difference === null && this.#settingsShown <= MAX_SETTINGS_SHOWN",
      replacement: "difference === null",
    },
    {
      lets: "items be removed",
      piece: 'this.#isMarkGone(event.itemId, context) ? null : "item_removed"',
      replacement: "null",
    },
    {
      lets: "words under a mark's id",
      piece: 'author === "note" && text === "" && MARK.test(itemId)',
      replacement: 'author === "note" && MARK.test(itemId)',
    },
    {
      lets: "notes without words under any id",
      piece: 'author === "note" && text === "" && MARK.test(itemId)',
      replacement: 'author === "note" && text === ""',
    },
    {
      lets: "turns of the learner under a mark's id",
      piece: 'author === "note" && text === "" && MARK.test(itemId)',
      replacement: 'text === "" && MARK.test(itemId)',
    },
    {
      lets: "marks of nobody be taken away at any time",
      piece: "const isEarly = MARK.test(itemId) && nowMs <= attachedAtMs + SETTLING_MS;",
      replacement: "const isEarly = MARK.test(itemId);",
    },
    {
      lets: "anything be taken away while a segment settles",
      piece: "const isEarly = MARK.test(itemId) && nowMs <= attachedAtMs + SETTLING_MS;",
      replacement: "const isEarly = nowMs <= attachedAtMs + SETTLING_MS;",
    },
    {
      lets: "a page use the time in which a segment settles, four times as long",
      piece: "const SETTLING_MS = 2_000;",
      replacement: "const SETTLING_MS = 8_000;",
    },
    {
      lets: "what nothing of ours makes",
      piece: 'if (isForeign) return "item_injected";',
    },
    {
      lets: "items put before what was said",
      piece: 'isLast || isOfProvider ? null : "item_misplaced"',
      replacement: "null",
    },
    {
      lets: "more to be written than anybody types",
      piece: 'isWritten && this.#written.isFlood(text ?? "", nowMs) ? "item_flood" : null',
      replacement: "null",
    },
    {
      lets: "tools be called that no reply has called",
      piece: 'return this.#named.has(itemId) || !isSettled ? null : "item_injected";',
      replacement: "return null;",
    },
    {
      lets: "a tool be answered twice",
      piece: 'if (this.#answered.has(tool.callId)) return "output_forged";',
    },
    {
      lets: "answers to calls that nobody made ask for replies",
      piece: "return tool.output !== null && this.#called.has(tool.callId);",
      replacement: "return tool.output !== null;",
    },
    {
      lets: "words of the persona ask for replies",
      piece: 'return author !== "persona";',
      replacement: "return true;",
    },
    {
      lets: "words of the persona that no reply made",
      piece: 'return author === "persona" && text !== null && !this.#named.has(itemId);',
      replacement: "return false;",
    },
    {
      lets: "a stage direction of the page under the id of ours",
      piece: 'return isMark || (author === "note" && this.#directions.get(itemId) === text);',
      replacement: 'return isMark || (author === "note" && this.#directions.has(itemId));',
    },
    {
      lets: "a turn of the learner that reads as our direction",
      piece: 'return isMark || (author === "note" && this.#directions.get(itemId) === text);',
      replacement: "return isMark || this.#directions.get(itemId) === text;",
    },
    {
      lets: "written words of the persona that were there before",
      piece: "return item.isForeign || isMadeUp ?",
      replacement: "return item.isForeign ?",
    },
    {
      lets: "system messages that were there before",
      piece: "return item.isForeign || isMadeUp ?",
      replacement: "return isMadeUp ?",
    },
    {
      lets: "sound that nobody heard, when a reply follows",
      piece: 'if (this.#findUnborn()) return "item_injected";',
    },
    {
      lets: "sound that nobody heard, when another item follows",
      piece: 'return isMadeUp || born ? "item_injected" : null;',
      replacement: 'return isMadeUp ? "item_injected" : null;',
    },
    {
      lets: "replies without end to nobody's words",
      piece: "this.#unaskedReplies > MAX_UNASKED_REPLIES || replies.length > MAX_REPLIES_A_MINUTE",
      replacement: "replies.length > MAX_REPLIES_A_MINUTE",
    },
    {
      lets: "more replies a minute than a talk has",
      piece: "this.#unaskedReplies > MAX_UNASKED_REPLIES || replies.length > MAX_REPLIES_A_MINUTE",
      replacement: "this.#unaskedReplies > MAX_UNASKED_REPLIES",
    },
    {
      lets: "a reply read more than a call has",
      piece: "read > MAX_INPUT_TOKENS_A_REPLY ||",
    },
    {
      lets: "cached tokens go uncounted",
      piece: 'const read = count("input") + count("cached");',
      replacement: 'const read = count("input");',
    },
    {
      lets: "a minute of replies read more than a call has",
      piece: "sumOf(spent, (reply) => reply.read) > MAX_INPUT_TOKENS_A_MINUTE ||",
    },
    {
      lets: "a minute of replies say more than can be said",
      piece: "sumOf(spent, (reply) => reply.made) > MAX_OUTPUT_TOKENS_A_MINUTE",
      replacement: "false",
    },
    {
      lets: "an arrival told twice be an offence",
      piece: "if (!this.#isNew(item.itemId)) return null;",
    },
    {
      lets: "an id be used again after its item was removed, unjudged",
      piece: "this.#arrived.delete(event.itemId);",
    },
  ],
};

const REPLY_CREDIT: GuardedFile = {
  file: `${OBSERVATION}/reply-credit.ts`,
  tests: [
    "tests/unit/observation/reply-credit.test.ts",
    "tests/functions/observer_replies_test.ts",
  ],
  mutants: [
    {
      lets: "one thing said excuse a reply before it and one after it",
      piece:
        "if (this.#unaskedSinceMs === null) this.#isDue = true;\n    else this.#unaskedSinceMs = null;",
      replacement: "this.#isDue = true;\n    this.#unaskedSinceMs = null;",
    },
    {
      lets: "replies go on when something was said once",
      piece: "    this.#isDue = false;\n",
    },
    {
      lets: "an honest page be hung up that asks again for a reply that failed",
      piece: "if (event.fault !== undefined || isLost) this.#isDue = true;",
      replacement: "if (isLost) this.#isDue = true;",
    },
    {
      lets: "an honest page be hung up that asks again for a reply that it gave up",
      piece: "if (event.fault !== undefined || isLost) this.#isDue = true;",
      replacement: "if (event.fault !== undefined) this.#isDue = true;",
    },
    {
      lets: "an honest page be hung up that asks again while the lost reply is open",
      piece: "if (!this.#isDue && !isLost) this.#unaskedSinceMs ??= nowMs;",
      replacement: "if (!this.#isDue) this.#unaskedSinceMs ??= nowMs;",
    },
    {
      lets: "a page order a reply after every one that it cancels",
      piece: "sinceMs !== null && nowMs - sinceMs >= LOST_MS",
      replacement: "sinceMs !== null",
    },
    {
      lets: "a long reply count as lost when it is spoken over",
      piece: 'if (event.type === "playout-started") this.#silentSinceMs = null;',
    },
    {
      lets: "a reply that goes on count as lost",
      piece:
        'if (event.type === "item-named" && this.#silentSinceMs !== null) this.#silentSinceMs = nowMs;',
    },
    {
      lets: "an honest learner be hung up whose words are told after the reply",
      piece: "nowMs - this.#unaskedSinceMs > SWAP_MS",
      replacement: "nowMs - this.#unaskedSinceMs >= 0",
    },
    {
      lets: "a page order replies and then let the learner speak",
      piece: "const SWAP_MS = 1_000;",
      replacement: "const SWAP_MS = 10_000;",
    },
  ],
};

/** The guards against a page that plays another game on the call. */
export const TAMPER_GUARDS: readonly GuardedFile[] = [TAMPER_WATCH, REPLY_CREDIT];
