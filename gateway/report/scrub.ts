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

export function scrubText(text: string): string {
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return PATTERNS.reduce((result, [pattern, mask]) => result.replace(pattern, mask), bounded);
}

function scrubEntries(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, SECRET_KEY.test(key) ? MASK : scrub(inner, depth + 1)]),
  );
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: scrubText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: scrub(error.cause, depth + 1) }),
  };
}
