import type { GuardedFile } from "./mutant.ts";

const IDENTITY = "supabase/functions/_shared/identity";
const TOKENS_TEST = "tests/functions/learner_tokens_test.ts";
const SECRETS_TEST = "tests/unit/identity/learner-secrets.test.ts";
const KEY_SETS_TEST = "tests/unit/identity/key-sets.test.ts";

const LEARNER_TOKENS: GuardedFile = {
  file: `${IDENTITY}/learner-tokens.ts`,
  tests: [TOKENS_TEST],
  mutants: [
    { lets: "tokens of another site (iss)", piece: "issuer: [...keys.issuers]," },
    { lets: "tokens for another service (aud)", piece: "audience: LEARNER_TOKEN_AUDIENCE," },
    ...["iat", "exp"].map((claim) => ({
      lets: `tokens without ${claim}`,
      piece: 'requiredClaims: ["iat", "exp"],',
      replacement: `requiredClaims: ${JSON.stringify(
        ["iat", "exp"].filter((name) => name !== claim),
      )},`,
    })),
    {
      lets: "tokens that have expired (exp) or are not valid yet (nbf)",
      piece: "clockTolerance: purpose.isStart ? SKEW_SECONDS : BRIEF_AGE_SECONDS,",
      replacement: "clockTolerance: BRIEF_AGE_SECONDS,",
    },
    {
      lets: "a brief be refused to a page that is an hour old",
      piece: "clockTolerance: purpose.isStart ? SKEW_SECONDS : BRIEF_AGE_SECONDS,",
      replacement: "clockTolerance: SKEW_SECONDS,",
    },
    {
      lets: "our clock stand still",
      piece: "currentDate: now(),",
    },
    {
      lets: "clocks a minute apart",
      piece: "const SKEW_SECONDS = 10;",
      replacement: "const SKEW_SECONDS = 60;",
    },
    {
      lets: "honest clocks ten seconds apart be refused",
      piece: "const SKEW_SECONDS = 10;",
      replacement: "const SKEW_SECONDS = 9;",
    },
    {
      lets: "old tokens start a session (iat)",
      piece: "isStart && nowSeconds - iat > MAX_AGE_SECONDS + SKEW_SECONDS",
      replacement: "false",
    },
    {
      lets: "tokens that live for hours",
      piece: "if (exp - iat > MAX_LIFETIME_SECONDS) {",
      replacement: "if (false) {",
    },
    {
      lets: "tokens that expire before they were issued",
      piece: 'if (exp <= iat) throw refuse("expires before it was issued");',
    },
    {
      lets: "tokens of the future (iat)",
      piece: "if (iat > nowSeconds + SKEW_SECONDS) {",
      replacement: "if (false) {",
    },
    {
      lets: "tokens for another scenario",
      piece:
        'if (bound !== undefined && bound !== scenario) throw refuse("is for another scenario");',
    },
    {
      lets: "tokens for a page of another origin",
      piece:
        'if (page !== undefined && page !== origin) throw refuse("is for a page of another origin");',
    },
    {
      lets: "HS512 be taken for HS256",
      piece: 'if (alg === "HS256") {',
      replacement: 'if (alg?.startsWith("HS")) {',
    },
    {
      lets: "algorithms that no site may sign with",
      piece: "if (alg === undefined || !PUBLIC_ALGORITHMS.includes(alg)) {",
      replacement: "if (alg === undefined) {",
    },
    {
      lets: "PS256 and ES384 among the algorithms",
      piece: 'const PUBLIC_ALGORITHMS = ["RS256", "ES256"];',
      replacement: 'const PUBLIC_ALGORITHMS = ["RS256", "ES256", "PS256", "ES384"];',
    },
    {
      lets: "public keys be asked for where a site has none",
      piece:
        "if (keys.jwksUrl === null) throw refuse(`is signed with ${alg}, but the site has no key set`);",
    },
    {
      lets: "a token name any key (kid)",
      piece: "kid === undefined ? kids : kids.filter((name) => name === kid)",
      replacement: "kids",
    },
    {
      lets: "a token without kid be refused",
      piece: "kid === undefined ? kids : kids.filter((name) => name === kid)",
      replacement: "kids.filter((name) => name === kid)",
    },
    {
      lets: "the second secret of a site be forgotten while the first is replaced",
      piece: "if (isOtherKey && others.length > 0) return verifyWithAny(token, others, options);",
    },
    {
      lets: "a token whose claims do not hold be tried with the next secret",
      piece: "if (isOtherKey && others.length > 0)",
      replacement: "if (others.length > 0)",
    },
    {
      lets: "secrets be derived from nothing",
      piece:
        'if (masterKey === null) throw refuse("cannot be checked: LEARNER_TOKEN_KEY is not set here");',
    },
    {
      lets: "texts of any length be parsed",
      piece:
        "if (token.length > MAX_CHARACTERS) throw refuse(`is longer than ${MAX_CHARACTERS} characters`);",
    },
    {
      lets: "learners without a name (sub)",
      piece: "[1, 255]",
      replacement: "[0, 255]",
    },
    {
      lets: "learners with a name of any length (sub)",
      piece: "[1, 255]",
      replacement: "[1, 9_999]",
    },
    {
      lets: "short and guessable ids (jti)",
      piece: "[8, 128]",
      replacement: "[1, 128]",
    },
    {
      lets: "ids of any length (jti)",
      piece: "[8, 128]",
      replacement: "[8, 9_999]",
    },
    {
      lets: "names of any length",
      piece: "[0, 80]",
      replacement: "[0, 9_999]",
    },
    {
      lets: "NUL into the database",
      piece: '&& !value.includes("\\u0000")',
    },
    {
      lets: "half of a character into the database",
      piece: "value.isWellFormed() &&",
    },
    {
      lets: "a key set that cannot be read be the learner's fault",
      piece: "if (error instanceof KeySetError) {",
      replacement: "if (false) {",
    },
  ],
};

const KEY_SETS: GuardedFile = {
  file: `${IDENTITY}/key-sets.ts`,
  tests: [KEY_SETS_TEST],
  mutants: [
    {
      lets: "redirects, to inner hosts too",
      piece: 'redirect: "manual"',
      replacement: 'redirect: "follow"',
    },
    {
      lets: "answers that are none",
      piece: "if (response.status !== 200) {",
      replacement: "if (!response.ok && response.status < 300) {",
    },
    {
      lets: "bodies of refusals stay open",
      piece: "await response.body?.cancel();",
    },
    {
      lets: "key sets of any size",
      piece: 'if (text.length > MAX_CHARACTERS) throw new KeySetError("the key set is too large");',
    },
    {
      lets: "a key set arrive whole before its size is looked at",
      piece:
        'if (text.length > MAX_CHARACTERS) throw new KeySetError("the key set is too large");\n  }',
      replacement:
        '}\n  if (text.length > MAX_CHARACTERS) throw new KeySetError("the key set is too large");',
    },
    { lets: "a host be waited for as long as it likes", piece: "timeoutDuration: TIMEOUT_MS," },
    {
      lets: "a failing host be asked with every token",
      piece:
        'if (now().getTime() < pausedUntilMs) throw new KeySetError("the key set failed a moment ago");',
    },
    {
      lets: "a host that failed once be asked never again",
      piece: "const PAUSE_MS = 10_000;",
      replacement: "const PAUSE_MS = 10_000_000_000;",
    },
    {
      lets: "key sets without end stay in memory",
      piece: "if (sets.size >= MAX_SETS) sets.clear();",
    },
    {
      lets: "a key set be fetched with every token",
      piece: "if (known !== undefined) return known;",
    },
    { lets: "any JSON be a key set", piece: "  assertKeySet(text);\n" },
    {
      lets: "a list of anything be a key set",
      piece: "Array.isArray(value.keys) && value.keys.every(isObject)",
      replacement: "Array.isArray(value.keys)",
    },
    {
      lets: "an object be a list of keys",
      piece: "Array.isArray(value.keys) && value.keys.every(isObject)",
      replacement: "Object.values(value.keys ?? {}).every(isObject)",
    },
    {
      lets: "lists be keys",
      piece: 'typeof value === "object" && value !== null && !Array.isArray(value)',
      replacement: 'typeof value === "object" && value !== null',
    },
  ],
};

const SECRETS: readonly GuardedFile[] = [
  {
    file: `${IDENTITY}/token-secret.ts`,
    tests: [SECRETS_TEST],
    mutants: [
      {
        lets: "one site sign for another",
        piece: '["learner-token", siteId, kid]',
        replacement: '["learner-token", kid]',
      },
      {
        lets: "a withdrawn secret go on",
        piece: '["learner-token", siteId, kid]',
        replacement: '["learner-token", siteId]',
      },
    ],
  },
  {
    file: `${IDENTITY}/learner-key.ts`,
    tests: [SECRETS_TEST],
    mutants: [
      {
        lets: "a device pass for a learner of the site",
        piece: "JSON.stringify([source, value])",
        replacement: "value",
      },
      {
        lets: "two requests be one",
        piece: "JSON.stringify(texts)",
        replacement: "texts.join()",
      },
    ],
  },
];

const ORIGINS: GuardedFile = {
  file: `${IDENTITY}/read-origin-spelling.ts`,
  tests: ["tests/functions/origins_test.ts"],
  mutants: [
    ...[
      '[/^$/, "it is empty"],',
      '[/\\*/, "wildcards are not supported; list each origin"],',
      '[/[\\s\\p{Cc}\\p{Cf}]/u, "it contains a space or an invisible character"],',
      '[/\\\\/, "it contains a backslash"],',
      '[/^(?![a-z][a-z0-9+.-]*:\\/\\/)/i, "write it with its scheme, such as https://lms.example"],',
      '[/^(?!https?:)/i, "only https, and http on the own machine, can be admitted"],',
      '[/^https?:\\/\\/(?:$|[/?#:])/i, "it names no host"],',
      '[/@/, "it contains a user name"],',
      '[/[?#]/, "an origin has neither query nor fragment"],',
      '[/^https?:\\/\\/[^/]+\\/./i, "an origin has no path; leave out everything after the host"],',
      '[/%/, "the host is percent-encoded; write it plainly"],',
      '[/:\\/?$/, "it names no port after the colon"],',
    ].map((piece) => ({
      lets: `origins of which it is not said: ${piece.split('"')[1] ?? ""}`,
      piece,
    })),
    {
      lets: "the origin of every sandboxed frame",
      piece:
        '  [/^null$/i, "`null` is the origin of every sandboxed frame and file; serve the page over https"],\n',
    },
    {
      lets: "hosts that end with a dot",
      piece: 'if (hostname.endsWith(".")) return { refusal: "the host ends with a dot" };',
    },
    { lets: "port 0", piece: 'if (port === "0") return { refusal: "there is no port 0" };' },
    { lets: "hosts of odd names", piece: "!HOST.test(hostname) || origin", replacement: "origin" },
    {
      lets: "origins of any length",
      piece: "!HOST.test(hostname) || origin.length > MAX_ORIGIN_CHARACTERS",
      replacement: "!HOST.test(hostname)",
    },
    {
      lets: "http beyond the own machine",
      piece: 'if (protocol === "http:" && !OWN_MACHINE.test(hostname)) {',
      replacement: "if (false) {",
    },
    {
      lets: "headers that only resemble what a browser writes",
      piece: 'return "origin" in reading && reading.origin === header;',
      replacement: 'return "origin" in reading;',
    },
  ],
};

const NETWORK: GuardedFile = {
  file: `${IDENTITY}/client-network.ts`,
  tests: ["tests/unit/identity/client-network.test.ts"],
  mutants: [
    {
      lets: "a caller name its own address",
      piece: "entries.at(-hops)",
      replacement: "entries.at(0)",
    },
    {
      lets: "one line have as many networks as addresses",
      piece: "`${digits.slice(0, 14)}/56`",
      replacement: "`${digits.slice(0, 16)}/64`",
    },
    {
      lets: "IPv4 count twice, as IPv6",
      piece: "embedded === undefined ?",
      replacement: "embedded !== null ?",
    },
    {
      lets: "every text be a network of its own",
      piece: "if (digits === null) return UNREADABLE;",
      replacement: "if (digits === null) return address;",
    },
    {
      lets: "what stands behind an @ be an address",
      piece: "/^[\\da-f:.]{2,64}$/i.test(bare)",
      replacement: "true",
    },
    {
      lets: "several spellings of one IPv4 address be several",
      piece: "/^(?:0|[1-9]\\d{0,2})$/.test(part) && Number(part) < 256",
      replacement: "/^\\d{1,3}$/.test(part) && Number(part) < 256",
    },
    {
      lets: "numbers beyond a byte",
      piece: "/^(?:0|[1-9]\\d{0,2})$/.test(part) && Number(part) < 256",
      replacement: "/^(?:0|[1-9]\\d{0,2})$/.test(part)",
    },
    {
      lets: "every port be a network of its own",
      piece: "const bare = withoutPort(address.trim());",
      replacement: "const bare = address.trim();",
    },
    {
      lets: "every zone be a network of its own",
      piece: 'address.split("%", 1)',
      replacement: "[address]",
    },
  ],
};

/** The guards of learner tokens, key sets, and of who asks. */
export const TOKEN_GUARDS: readonly GuardedFile[] = [
  LEARNER_TOKENS,
  KEY_SETS,
  ...SECRETS,
  ORIGINS,
  NETWORK,
];
