import type { OpsCpc } from "#adapters/epo-ops/ops-document.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";

/** IPC symbols in compact form, from the reformed list (IPCR) or, for old documents, the one before. */
export function decodeIpc(bibliographicData: XmlElement | undefined): readonly string[] {
  if (bibliographicData === undefined) return [];
  const reformed = elementsNamed(elementAt(bibliographicData, "classifications-ipcr"), "classification-ipcr");
  const texts =
    reformed.length > 0
      ? reformed.map((element) => textAt(element, "text"))
      : elementsNamed(elementAt(bibliographicData, "classification-ipc"), "text").map((element) => element.text);
  return [...new Set(texts.flatMap((text) => toIpcSymbol(text ?? "") ?? []))];
}

/** `B28B   1/    29            A I` → B28B1/29: blanks stand even inside the symbol, level and value letters after it. */
function toIpcSymbol(text: string): string | null {
  const compact = text.replaceAll(/\s+/g, "");
  return /^[A-H]\d{2}[A-Z]\d{1,4}\/\d{2,6}/.exec(compact)?.[0] ?? null;
}

/** CPC symbols (scheme CPCI inventive, CPCA additional); other schemes in the same list (FI, F-term …) are left out. */
export function decodeCpc(bibliographicData: XmlElement | undefined): readonly OpsCpc[] {
  const list = bibliographicData && elementAt(bibliographicData, "patent-classifications");
  const merged = new Map<string, OpsCpc>();
  for (const element of elementsNamed(list, "patent-classification")) {
    const cpc = toCpc(element);
    if (cpc === null) continue;
    const known = merged.get(cpc.symbol);
    merged.set(cpc.symbol, known === undefined ? cpc : unite(known, cpc));
  }
  return [...merged.values()];
}

function toCpc(element: XmlElement): OpsCpc | null {
  const scheme = elementAt(element, "classification-scheme")?.attributes["scheme"] ?? "";
  if (!/^CPC/.test(scheme)) return null;
  const part = (name: string) => textAt(element, name) ?? "";
  const symbol = `${part("section")}${part("class")}${part("subclass")}${part("main-group")}/${part("subgroup")}`;
  if (!/^[A-HY]\d{2}[A-Z]\d{1,4}\/\d{2,6}$/.test(symbol)) return null;
  const office = textAt(element, "generating-office");
  // The value is the assignment's own word; the scheme's last letter says the same where it is absent.
  const inventive = (textAt(element, "classification-value") ?? scheme.slice(-1)) === "I";
  return { symbol, inventive, generatingOffices: office === undefined ? [] : [office] };
}

/** One symbol assigned by several offices is one classification. */
function unite(one: OpsCpc, other: OpsCpc): OpsCpc {
  return {
    symbol: one.symbol,
    inventive: one.inventive || other.inventive,
    generatingOffices: [...new Set([...one.generatingOffices, ...other.generatingOffices])],
  };
}
