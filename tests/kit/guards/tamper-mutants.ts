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
      piece: "difference === null && digest === this.#settingsDigest",
      replacement: "digest === this.#settingsDigest",
    },
    {
      lets: "settings that the provider had filled in",
      piece: "difference === null && digest === this.#settingsDigest",
      replacement: "difference === null",
    },
    {
      lets: "settings changed and changed back for ever",
      piece: "isSame && this.#settingsShown <= MAX_SETTINGS_SHOWN",
      replacement: "isSame",
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
      piece: "context.nowMs - atMs > SWAP_MS",
      replacement: "false",
    },
    {
      lets: "an honest call be hung up whose tool is named a moment late",
      piece: "context.nowMs - atMs > SWAP_MS",
      replacement: "context.nowMs - atMs >= 0",
    },
    {
      lets: "a forged call of a tool go when its segment goes",
      piece: "this.#unnamed.set(itemId, nowMs);\n    this.#isDoubtful = true;",
      replacement: "this.#unnamed.set(itemId, nowMs);",
    },
    {
      lets: "an honest call be hung up that joined between a tool and its name",
      piece: "if (isSettled && !this.#named.has(itemId)) this.#suspectCall(itemId, nowMs);",
      replacement: "if (!this.#named.has(itemId)) this.#suspectCall(itemId, nowMs);",
    },
    {
      lets: "a reply to a turn that the page committed itself",
      piece: "this.#isSpoken && isSettled && !this.#heard.has(itemId)",
      replacement: "false",
    },
    {
      lets: "a talk be doubted whose learner holds a button",
      piece: "this.#isSpoken && isSettled && !this.#heard.has(itemId)",
      replacement: "isSettled && !this.#heard.has(itemId)",
    },
    {
      lets: "a reply that the page ordered go when its segment goes",
      piece: "if (this.#isSpoken && !isAsked) this.#isDoubtful = true;",
    },
    {
      lets: "sound that nobody heard go when its segment goes",
      piece: "this.#isDoubtful ||= !this.#isBorn(itemId);",
    },
    {
      lets: "one turn ask for as many replies as events tell of it",
      piece: "if (this.#asking.has(itemId)) return;",
    },
    {
      lets: "an honest call be hung up that lost the event which commits a turn",
      piece: "this.#committed.has(itemId) || this.#heard.has(itemId)",
      replacement: "this.#committed.has(itemId)",
    },
    {
      lets: "an honest call be hung up for sound that was committed in a gap",
      piece: "    this.#credit = new ReplyCredit();\n    this.#unborn = null;\n",
      replacement: "    this.#credit = new ReplyCredit();\n",
    },
    {
      lets: "an honest call be hung up for a tool that was named in a gap",
      piece: "    this.#unnamed.clear();\n",
    },
    {
      lets: "an honest call be hung up for what was begun in a gap",
      piece: "    this.#credit = new ReplyCredit();\n    this.#unborn",
      replacement: "    this.#unborn",
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
      piece: "this.#isMadeUp(item) || this.#findUnborn()",
      replacement: "this.#isMadeUp(item)",
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
      piece: "if (this.#unaskedAtMs.shift() !== undefined) return;",
      replacement: "this.#unaskedAtMs.shift();",
    },
    {
      lets: "one thing said excuse all replies before it",
      piece: "if (this.#unaskedAtMs.shift() !== undefined) return;",
      replacement: "if (this.#unaskedAtMs.splice(0).length > 0) return;",
    },
    {
      lets: "replies go on when something was said once",
      piece: "    this.#due = Math.max(this.#due - 1, 0);\n",
    },
    {
      lets: "replies be saved up",
      piece: "Math.min(this.#due + 1, MOST_DUE)",
      replacement: "this.#due + 1",
    },
    {
      lets: "an honest learner be hung up who goes on before the first reply",
      piece: "Math.min(this.#due + 1, MOST_DUE)",
      replacement: "1",
    },
    {
      lets: "an opening that never came be ordered later",
      piece: "this.#isOpening ? 1 : Math",
      replacement: "Math",
    },
    {
      lets: "an honest page be hung up that asks again for a reply that failed",
      piece: "if (event.fault !== undefined || isLost) this.#due",
      replacement: "if (isLost) this.#due",
    },
    {
      lets: "an honest page be hung up that asks again for a reply that it gave up",
      piece: "if (event.fault !== undefined || isLost) this.#due",
      replacement: "if (event.fault !== undefined) this.#due",
    },
    {
      lets: "an honest page be hung up that asks again while the lost reply is open",
      piece: "this.#due > 0 || isLongAgo(this.#openSinceMs, nowMs)",
      replacement: "this.#due > 0",
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
      piece: "nowMs - firstAtMs > SWAP_MS",
      replacement: "nowMs - firstAtMs >= 0",
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
