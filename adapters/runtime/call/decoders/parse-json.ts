import { MalformedError } from "#adapters/runtime/upstream-error.ts";

/** Deeper than any upstream's answer, shallow enough for every recursive reader after it. */
const MAX_DEPTH = 100;

/** JSON.parse with a bounded depth; integers beyond 2^53 become strings of their digits. Throws MalformedError. */
export function parseJson(text: string): unknown {
  assertDepth(text);
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepLargeIntegers) : JSON.parse(text);
  } catch (error) {
    throw new MalformedError(placeOf(error));
  }
}

function keepLargeIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  return !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}

/** One pass over the text before anything recursive sees it. */
function assertDepth(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth--;
    else if ((code === OPEN_BRACKET || code === OPEN_BRACE) && ++depth > MAX_DEPTH) {
      throw new MalformedError(`JSON deeper than ${MAX_DEPTH}`);
    }
  }
}

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** True after an odd number of backslashes. */
function isEscaped(text: string, index: number): boolean {
  let before = index - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (index - before) % 2 === 0;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** V8's message quotes the body; only the position may leave. */
function placeOf(error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  return position === undefined ? "end of JSON" : `JSON position ${position}`;
}
