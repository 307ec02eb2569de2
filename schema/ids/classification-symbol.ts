import { toHalfWidth } from "./text.ts";

/** Parts of an IPC or CPC symbol: `H`, `04`, `L`, `29`, `08`. */
export interface SymbolParts {
  readonly section: string;
  readonly class: string;
  readonly subclass: string;
  readonly mainGroup: string;
  readonly subgroup: string;
}

const SPACED = /^([A-HY])\s*(\d{2})\s*([A-Z])\s*(\d{1,4})\s*\/\s*(\d{2,6})(?=$|[\s(A-Z])/;
const COMPACT = /^([A-HY])(\d{2})([A-Z])(\d{1,4})\/(\d{2,6})[A-Z]{0,4}$/;
/** WIPO ST.8: main group four digits, subgroup six, both padded with zeros. */
const FIXED_COLUMNS = /^([A-HY])(\d{2})([A-Z])(\d{4})(\d{6})$/;

/**
 * Reads a symbol in any raw spelling: `H04L   29/08    (2006.01)`, `A61K  31/   506            A I`, `F16K11/074`, ST.8
 * fixed columns. What stands behind the subgroup (version, level, value, office) is left out.
 */
export function readSymbol(text: string): SymbolParts | undefined {
  const plain = toHalfWidth(text).toUpperCase().trim();
  const compact = plain.replace(/\(.*$/s, "").replace(/\s+/g, "");
  const found = SPACED.exec(plain) ?? COMPACT.exec(compact);
  if (found !== null) return toParts(found);
  const fixed = FIXED_COLUMNS.exec(compact);
  if (fixed === null) return undefined;
  const subgroup = fixed[5]?.replace(/0{1,4}$/, "") ?? "";
  return { ...toParts(fixed), subgroup };
}

/** `H04L29/08`: the form in which symbols are kept and compared. */
export function canonicalSymbol(parts: SymbolParts): string {
  return `${parts.section}${parts.class}${parts.subclass}${parts.mainGroup}/${parts.subgroup}`;
}

/** `H04L 29/08`: the form in which symbols are printed. */
export function printedSymbol(canonical: string): string {
  return `${canonical.slice(0, 4)} ${canonical.slice(4)}`;
}

function toParts([, section = "", klass = "", subclass = "", group = "", subgroup = ""]: RegExpExecArray): SymbolParts {
  return { section, class: klass, subclass, mainGroup: String(Number(group)), subgroup };
}
