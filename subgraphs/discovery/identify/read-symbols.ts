import { regionOf } from "#schema/codes/regions.ts";
import { parseCpc } from "#schema/ids/cpc.ts";
import { parseIpc, parseIpcPrefix } from "#schema/ids/ipc.ts";
import { parseLocarno } from "#schema/ids/locarno.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import { type Candidate, fromParsed, type InputText } from "./candidate.ts";

const LAST_NICE_CLASS = 45;
/** Main groups of CPC's additional indexing; IPC has none so high. */
const CPC_ONLY_GROUP = 2000;

/** Full symbols and their beginnings; what has the shape of both schemes is both. */
export function readPatentClass({ raw, compact }: InputText): readonly Candidate[] {
  const full = parseIpc(raw);
  if (!full.ok) {
    const prefix = parseIpcPrefix(compact);
    return [
      ...fromParsed("IPC_SYMBOL", prefix, 0.2 * Math.min(4, compact.length)),
      ...fromParsed("CPC_SYMBOL", parseCpc(raw), 0.95),
    ];
  }
  const isIndexing = Number(/^.{4}(\d+)\//.exec(full.value)?.[1] ?? 0) >= CPC_ONLY_GROUP;
  return [
    ...fromParsed("IPC_SYMBOL", full, isIndexing ? 0.1 : 0.9),
    ...fromParsed("CPC_SYMBOL", parseCpc(raw), isIndexing ? 0.9 : 0.6),
  ];
}

/** `10-05`, with or without what is printed before it; a class alone is hardly told from other small numbers. */
export function readLocarnoClass({ compact }: InputText): readonly Candidate[] {
  const isNamed = compact.startsWith("LOC");
  const sureness = /^\d{1,2}$/.test(compact) ? 0.15 : 0.8;
  return fromParsed("LOCARNO_CLASS", parseLocarno(compact), isNamed ? 0.99 : sureness);
}

/** Classes of goods and services 1 to 45, and the four digits of their similar groups (类似群). */
export function readNiceClass({ compact }: InputText): readonly Candidate[] {
  const [, named = "", digits] = /^(第?)(\d{1,2}|\d{4})(?:类|群)?$/.exec(compact) ?? [];
  if (digits === undefined) return [];
  const klass = Number(digits.length === 4 ? digits.slice(0, 2) : digits);
  if (klass < 1 || klass > LAST_NICE_CLASS || digits.endsWith("00")) return [];
  const canonical = digits.length === 4 ? digits : String(klass);
  const isNamed = named !== "" || /[类群]$/.test(compact);
  return fromParsed("NICE_CLASS", { ok: true, value: canonical }, isNamed ? 0.95 : 0.3);
}

/** Six digits of GB/T 2260; retired codes are answered with their successor. */
export function readRegionCode({ compact }: InputText): readonly Candidate[] {
  if (!/^[1-8]\d{5}$/.test(compact)) return [];
  const region = regionOf(compact);
  return region === null ? [] : fromParsed("REGION_CODE", { ok: true, value: region.code }, 0.7);
}

/** The opaque `id` of a record of this graph; letters' case and signs belong to it. */
export function readHubId({ raw }: InputText): readonly Candidate[] {
  const id = raw.trim();
  return decodeNodeId(id) === null ? [] : fromParsed("HUB_ID", { ok: true, value: id }, 0.99);
}
