import type { IncomingHttpHeaders } from "node:http";

const MOST_COOKIES = 30;
const LONGEST = 4_096;
/** RFC 6265, section 5.2: name and value; attributes follow behind the first semicolon. */
const PAIR = /^\s*([^\s=;,]+)\s*=\s*([^;]*)/;
const IS_DELETION = /;\s*max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)/i;

/** The cookies that an answer sets, as they are sent back to the same host (`A=1; B=2`); "" for none. */
export function cookiesOf(headers: IncomingHttpHeaders, before = ""): string {
  const jar = new Map(before === "" ? [] : before.split("; ").map(toPair));
  // One alone comes as a text.
  for (const line of [headers["set-cookie"] ?? []].flat()) {
    const [, name, value] = PAIR.exec(line) ?? [];
    if (name === undefined || value === undefined || line.length > LONGEST) continue;
    if (IS_DELETION.test(line)) jar.delete(name);
    else if (jar.size < MOST_COOKIES || jar.has(name)) jar.set(name, value.trim());
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

function toPair(pair: string): [name: string, value: string] {
  const [name = "", ...value] = pair.split("=");
  return [name, value.join("=")];
}
