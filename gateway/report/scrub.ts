const SECRET_KEY =
  /authorization|cookie|token|secret|passw|passphrase|credential|api[-_]?key|private[-_]?key|signature/i;
const MASK = "[redacted]";
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 2_000;

/** Texts that must not stand in a log whatever field they came in: credentials, personal numbers, addresses of upstreams. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic|Token|Digest|DPoP)\s+[\w.~+/=-]{4,}/gi, `$1 ${MASK}`],
  [
    /\b((?:access_|refresh_|id_)?token|secret|password|api_?key|signature)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
    `$1$2${MASK}`,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [/(\bhttps?:\/\/)[^\s"'<>]+/gi, "$1[address]"],
  [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)/g, "[phone]"],
  [/(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/g, "[phone]"],
  [
    /(?<![\dA-Z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Z])/g,
    "[identity-number]",
  ],
];

/** A copy fit for a log: secrets by key and by form masked, depth, length and number of items bounded. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
  if (depth >= MAX_DEPTH) return "[deep]";
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => scrub(item, depth + 1));
  return scrubEntries(value, depth);
}

/** None of the patterns fits a text without one of these. */
const SUSPICIOUS = /[\s:=]|eyJ|\d{7}/;

export function scrubText(text: string): string {
  if (text.length <= MAX_TEXT && !SUSPICIOUS.test(text)) return text;
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return PATTERNS.reduce((result, [pattern, mask]) => result.replace(pattern, mask), bounded);
}

function scrubEntries(value: object, depth: number): Record<string, unknown> {
  // Without a prototype: a field may be called "__proto__".
  const scrubbed: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value).slice(0, MAX_ITEMS)) {
    scrubbed[key] = isSecretKey(key) ? MASK : scrub(inner, depth + 1);
  }
  return scrubbed;
}

/** Keys are mostly our own words; those of a stranger's object soon make room again. */
const KNOWN_KEYS = new Map<string, boolean>();
const MAX_KEYS = 500;

function isSecretKey(key: string): boolean {
  const known = KNOWN_KEYS.get(key);
  if (known !== undefined) return known;
  const isSecret = SECRET_KEY.test(key);
  if (KNOWN_KEYS.size >= MAX_KEYS) KNOWN_KEYS.clear();
  if (key.length <= 100) KNOWN_KEYS.set(key, isSecret);
  return isSecret;
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: scrubText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: scrub(error.cause, depth + 1) }),
  };
}
