/** What stands behind a bench's name cannot be read; nothing is measured. */
export class WrongUse extends Error {
  override readonly name = "WrongUse" as const;
}

/** Ours, or of `parseArgs` (an option that there is not, a value that is missing). */
export function isWrongUse(error: unknown): error is Error {
  if (error instanceof WrongUse) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}

/** A number above 0. Throws WrongUse. */
export function readNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new WrongUse(`${name} wants a number up to ${most}`);
}

/** A whole number above 0. Throws WrongUse. */
export function readCount(name: string, text: string, most = 10_000_000): number {
  const value = readNumber(name, text, most);
  if (Number.isInteger(value)) return value;
  throw new WrongUse(`${name} wants a whole number`);
}

/** The one word behind the name, a count; the default without it. Throws WrongUse. */
export function onlyCount(name: string, args: readonly string[], otherwise: number): number {
  const [text, further] = args;
  if (further !== undefined) throw new WrongUse(`unknown: ${further}`);
  return text === undefined ? otherwise : readCount(name, text);
}
