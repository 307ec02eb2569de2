import { parseIpc } from "#schema/ids/ipc.ts";
import { parseLocarno } from "#schema/ids/locarno.ts";

/** The compact symbol, or null for what is none. */
export function ipcSymbol(text: string): string | null {
  const parsed = parseIpc(text);
  return parsed.ok ? parsed.value : null;
}

/** `11-05`, or null for what is none. Files of designs may hold Locarno classes where IPC symbols are due. */
export function locarnoSymbol(text: string): string | null {
  const parsed = parseLocarno(text);
  return parsed.ok ? parsed.value : null;
}

/** In order, each once. */
export function distinct(symbols: readonly (string | null)[]): string[] {
  return [...new Set(symbols.filter((symbol) => symbol !== null))];
}
