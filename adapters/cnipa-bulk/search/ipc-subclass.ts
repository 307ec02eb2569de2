const LETTER_A = 65;
const LETTERS = 26;
const CLASSES = 100;
/** Every code is below this. */
export const IPC_SUBCLASS_LIMIT = 8 * CLASSES * LETTERS;

/** `C09J` (or a longer symbol) as a small number; null where it names no subclass. */
export function toIpcSubclass(symbol: string): number | null {
  if (!/^[A-H]\d{2}[A-Z]/.test(symbol)) return null;
  const section = symbol.charCodeAt(0) - LETTER_A;
  return (section * CLASSES + Number(symbol.slice(1, 3))) * LETTERS + symbol.charCodeAt(3) - LETTER_A;
}

/** The number of a subclass → `C09J`. */
export function ipcSubclassText(code: number): string {
  const letter = String.fromCharCode(LETTER_A + (code % LETTERS));
  const number = Math.floor(code / LETTERS) % CLASSES;
  return `${"ABCDEFGH".charAt(ipcSectionOf(code))}${String(number).padStart(2, "0")}${letter}`;
}

/** 0 to 7 for the sections A to H. */
export function ipcSectionOf(code: number): number {
  return Math.floor(code / (CLASSES * LETTERS));
}
