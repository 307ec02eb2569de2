import { type Refusal, refuse } from "#gateway/report/refusal.ts";

const MAX_HEADER = 8_192;
const MAX_ENTRIES = 16;

// One member of a dictionary as in RFC 9651 (structured fields): node code, then a quoted string with \" and \\ escaped.
const ENTRY = /[ \t]*([a-z][a-z0-9-]{0,63})="((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"[ \t]*(,|$)/y;
const CREDENTIAL = /^[A-Za-z][A-Za-z0-9-]{0,31} [\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/;

const NO_CREDENTIALS: ReadonlyMap<string, string> = new Map();

/**
 * Reads `Hub-Node-Authorization: chongqing="Bearer abc", sichuan="Token xyz"`: the user's own tokens, by node code.
 * Malformed, repeated or too many entries are refused as a whole: half of a caller's credentials would be a surprise.
 */
export function readNodeCredentials(header: string | undefined): ReadonlyMap<string, string> | Refusal {
  if (header === undefined || header.trim() === "") return NO_CREDENTIALS;
  if (header.length > MAX_HEADER) return malformed();
  const credentials = new Map<string, string>();
  let position = 0;
  let separator = ",";
  while (separator === ",") {
    const entry = matchAt(header, position);
    const credential = entry?.text.replaceAll(/\\(["\\])/g, "$1") ?? "";
    if (entry === undefined || credentials.has(entry.node) || credentials.size === MAX_ENTRIES) return malformed();
    if (!CREDENTIAL.test(credential)) return malformed();
    credentials.set(entry.node, credential);
    ({ end: position, separator } = entry);
  }
  return credentials;
}

function matchAt(header: string, position: number) {
  ENTRY.lastIndex = position;
  const match = ENTRY.exec(header);
  if (match === null) return undefined;
  const [, node = "", text = "", separator = ""] = match;
  return { node, text, separator, end: ENTRY.lastIndex };
}

function malformed(): Refusal {
  return refuse("BAD_REQUEST", {
    zh: 'Hub-Node-Authorization 应为 节点代码="方案 令牌" 的列表，例如 CODE="Bearer abc"',
    en: 'Hub-Node-Authorization must be a list of CODE="SCHEME VALUE", for example CODE="Bearer abc"',
  });
}
