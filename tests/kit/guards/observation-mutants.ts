import type { GuardedFile } from "./mutant.ts";

const SHARED = "supabase/functions/_shared";
const REALTIME = `${SHARED}/providers/openai/realtime`;
const EVENTS_TEST = "tests/functions/observer_events_test.ts";

const LOG_AND_WATCHES: readonly GuardedFile[] = [
  {
    file: `${SHARED}/observation/observation-log.ts`,
    tests: ["tests/unit/observation/observation-log.test.ts"],
    mutants: [
      {
        lets: "tools count that a page has called before anybody listened",
        piece: "tool?.output === null && isOfReply",
        replacement: "tool?.output === null",
      },
      {
        lets: "what a tool was answered count as a call of it",
        piece: "tool?.output === null && isOfReply",
        replacement: "tool != null && isOfReply",
      },
      {
        lets: "an honest call lose its score with the event that names a tool",
        piece: "isFinished || this.#named.has(itemId)",
        replacement: "this.#named.has(itemId)",
      },
      {
        lets: "a provider fill the session's events",
        piece: "if (this.#eventCount <= MAX_EVENTS) this.#events.push({ kind, detail });",
        replacement: "this.#events.push({ kind, detail });",
      },
      {
        lets: "half of a character reach the database",
        piece: "text.toWellFormed().slice(0, MAX_TURN_CHARACTERS).toWellFormed()",
        replacement: "text.toWellFormed().slice(0, MAX_TURN_CHARACTERS)",
      },
      {
        lets: "words without end reach the database",
        piece: "text.toWellFormed().slice(0, MAX_TURN_CHARACTERS).toWellFormed()",
        replacement: "text.toWellFormed()",
      },
      {
        lets: "a reply be taken for the learner's words",
        piece: 'if (author !== "persona") return;',
      },
      {
        lets: "a reply go unnamed, so that nobody knows that it was heard being made",
        piece: "...(replyId === null ? {} : { replyId }),",
      },
      {
        lets: "written words pass for spoken ones",
        piece: "...(item.isWritten ? { isWritten: true } : {}),",
      },
      {
        lets: "what was noted be lost when the database is away",
        piece: "this.#usage = [...batch.usage, ...this.#usage];",
      },
      {
        lets: "calls of tools be lost when the database is away",
        piece: "this.#toolCalls = [...batch.toolCalls, ...this.#toolCalls];",
      },
    ],
  },
  {
    file: `${SHARED}/observation/written-watch.ts`,
    tests: ["tests/unit/observation/item-order.test.ts"],
    mutants: [
      { lets: "one text longer than a turn", piece: "text.length > MAX_TURN_CHARACTERS ||" },
      {
        lets: "many texts that are long together",
        piece: "sumOf(written, (characters) => characters) > MAX_CHARACTERS_A_MINUTE ||",
      },
      {
        lets: "many short texts",
        piece: "written.length > MAX_ITEMS_A_MINUTE",
        replacement: "false",
      },
    ],
  },
  {
    file: `${SHARED}/observation/last-minute.ts`,
    tests: ["tests/unit/observation/item-order.test.ts"],
    mutants: [
      {
        lets: "a long talk be hung up for what it had an hour ago",
        piece: "atMs > nowMs - MINUTE_MS",
        replacement: "true",
      },
    ],
  },
  {
    file: `${SHARED}/observation/item-order.ts`,
    tests: ["tests/unit/observation/item-order.test.ts"],
    mutants: [
      {
        lets: "an item at the front of a talk",
        piece: "const isLast = !this.#next.has(previousItemId) && !isAtFront;",
        replacement: "const isLast = !this.#next.has(previousItemId);",
      },
      {
        lets: "an item between two",
        piece: "const isLast = !this.#next.has(previousItemId) && !isAtFront;",
        replacement: "const isLast = !isAtFront;",
      },
    ],
  },
  {
    file: `${SHARED}/observation/output-watch.ts`,
    tests: ["tests/unit/observation/output-watch.test.ts"],
    mutants: [
      {
        lets: "answers that our server never gave",
        piece: '=== "forged") this.#accuse();',
        replacement: '=== "no") this.#accuse();',
      },
      {
        lets: "answers that were there before, unchecked",
        piece: 'if (event.type !== "item-added" && event.type !== "item-fetched") return;',
        replacement: 'if (event.type !== "item-added") return;',
      },
      {
        lets: "answers that begin as an unanswered tool's",
        piece: `JSON.stringify(JSON.parse(output)) === '{"ok":false}'`,
        replacement: `JSON.stringify(JSON.parse(output)).startsWith('{"ok":false')`,
      },
      {
        lets: "a page answer while the database is away",
        piece: "if (attempt === TRIES) {",
        replacement: "if (attempt === 1) {",
      },
    ],
  },
];

/** Each setting that is held against what the call was opened with. */
const SETTINGS: GuardedFile = {
  file: `${REALTIME}/session-settings.ts`,
  tests: [EVENTS_TEST],
  mutants: [
    ...[
      'instructions: digest(readText(all, "instructions")),',
      'tools: all["tools"],',
      'tool_choice: all["tool_choice"],',
      'output_modalities: all["output_modalities"],',
      'max_output_tokens: all["max_output_tokens"],',
      'truncation: all["truncation"],',
      'turn_detection: input["turn_detection"],',
      'transcription: input["transcription"],',
      'noise_reduction: input["noise_reduction"],',
      'voice: output["voice"],',
      'speed: output["speed"] ?? 1,',
      'transcription_prompt: readText(readObject(input, "transcription") ?? {}, "prompt") ?? "",',
      'idle_timeout: turnDetection?.["idle_timeout_ms"] ?? null,',
    ].map((piece) => ({ lets: `another ${piece.slice(0, piece.indexOf(":"))}`, piece })),
    ...["prompt", "tracing", "include"].map((name) => ({
      lets: `another ${name}`,
      piece: "...{ prompt, tracing, include },",
      replacement: `...{ ${["prompt", "tracing", "include"].filter((other) => other !== name).join(", ")} },`,
    })),
    {
      lets: "lists that go on after ours",
      piece: "shown.length === expected.length &&",
    },
    {
      lets: "words for the persona in a tool, where we say nothing",
      piece: "isLoaded || !covers(expected, shown)",
      replacement: "!covers(expected, shown)",
    },
    {
      lets: "an honest call be hung up because a provider fills in blanks",
      piece: "inner !== false",
      replacement: "true",
    },
    {
      lets: "numbers of any size",
      piece: "return Math.abs(expected - shown) < 1e-6;",
      replacement: "return true;",
    },
    {
      lets: "an object where we set none",
      piece: "return shown === null || shown === undefined;",
      replacement: "return true;",
    },
    {
      lets: "nothing where we set an object",
      piece: "return found !== null && Object.keys(wanted)",
      replacement: "return found === null || Object.keys(wanted)",
    },
    {
      lets: "an honest call be hung up because of what the provider fills in",
      piece: "Object.keys(wanted).every(",
      replacement:
        "Object.keys(wanted).length === Object.keys(found).length && Object.keys(wanted).every(",
    },
    {
      lets: "an honest call be hung up because of the space around its instructions",
      piece: "text.trim()",
      replacement: "text",
    },
  ],
};

const READING: GuardedFile = {
  file: `${REALTIME}/read-sideband-event.ts`,
  tests: ["tests/unit/observation/read-sideband-event.test.ts"],
  mutants: [
    {
      lets: "settings be changed that nobody had set",
      piece: "digest: digestSettings(session)",
      replacement: 'digest: ""',
    },
    {
      lets: "tools into a call that has none",
      piece: 'return readObjects(expected, "tools").length === 0;',
      replacement: "return false;",
    },
    {
      lets: "system messages",
      piece: `if (type !== "message" || readText(item, "role") === "system") return true;`,
      replacement: `if (type !== "message") return true;`,
    },
    {
      lets: "items of kinds that we never make",
      piece: `if (type !== "message" || readText(item, "role") === "system") return true;`,
      replacement: `if (readText(item, "role") === "system") return true;`,
    },
    {
      lets: "pictures",
      piece: "return kinds.some((kind) => !/^(?:input_|output_)?(?:audio|text)$/.test(kind));",
      replacement: "return false;",
    },
    {
      lets: "replies out of band",
      piece: 'if (reply["conversation_id"] === null) return true;',
    },
    {
      lets: "replies in writing to a spoken call",
      piece: '["output_modalities", "max_output_tokens"]',
      replacement: '["max_output_tokens"]',
    },
    {
      lets: "replies of any length",
      piece: '["output_modalities", "max_output_tokens"]',
      replacement: '["output_modalities"]',
    },
    {
      lets: "ids that are no ids",
      piece: "return id !== null && ITEM_ID.test(id) ? id : null;",
      replacement: "return id;",
    },
    {
      lets: "the names of things that every object has",
      piece: "!Object.hasOwn(READERS, type)",
      replacement: "!(type in READERS)",
    },
    {
      lets: "cached tokens be counted twice",
      piece: "amounts[`input_${kind}`] = readCount(input, name) - cachedCount;",
      replacement: "amounts[`input_${kind}`] = readCount(input, name);",
    },
    {
      lets: "more cached tokens than were read",
      piece: "Math.min(readCount(cached, name), readCount(input, name))",
      replacement: "readCount(cached, name)",
    },
    {
      lets: "a reply that was spoken over count as the provider's fault",
      piece: 'if (status !== "failed" && status !== "incomplete") return null;',
      replacement: 'if (status === "completed") return null;',
    },
  ],
};

/** The guards of what the watch over a call reads and writes down. */
export const OBSERVATION_GUARDS: readonly GuardedFile[] = [...LOG_AND_WATCHES, SETTINGS, READING];
