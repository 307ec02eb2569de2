import type { OpsParty } from "#adapters/epo-ops/ops-document.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";

type Role = "applicant" | "inventor";

/**
 * OPS lists every party once per data-format: normalised (epodoc) and native (original), paired by `sequence`. The lists may
 * differ in length, and the native one may itself hold the same people twice (upper case from one publication, mixed case
 * from another; seen in EP2400812A1): those are dropped.
 */
export function decodeParties(bibliographicData: XmlElement | undefined, role: Role): readonly OpsParty[] {
  const list = bibliographicData && elementAt(bibliographicData, "parties", `${role}s`);
  const merged = new Map<number, OpsParty>();
  for (const [index, element] of elementsNamed(list, role).entries()) {
    const name = tidyName(textAt(element, `${role}-name`, "name"));
    if (name === null) continue;
    const sequence = Number(element.attributes["sequence"]) || index + 1;
    const party = merged.get(sequence) ?? { sequence, name: null, nativeName: null, country: null };
    merged.set(sequence, isNative(element) ? withNative(party, name) : withNormalised(party, name));
  }
  return withoutRepeats([...merged.values()].sort((one, other) => one.sequence - other.sequence));
}

function isNative(element: XmlElement): boolean {
  return element.attributes["data-format"] === "original" || element.attributes["data-format"] === "docdba";
}

function withNative(party: OpsParty, nativeName: string): OpsParty {
  return party.nativeName === null ? { ...party, nativeName } : party;
}

function withNormalised(party: OpsParty, text: string): OpsParty {
  if (party.name !== null) return party;
  const match = /^(.*?)\s*\[([A-Z]{2})\]$/.exec(text);
  return { ...party, name: match?.[1] ?? text, country: match?.[2] ?? null };
}

/** Native names are printed with a dangling comma where an address was cut off. */
function tidyName(raw: string | undefined): string | null {
  const name = raw?.replace(/[\s,;]+$/, "") ?? "";
  return name === "" ? null : name;
}

function withoutRepeats(parties: readonly OpsParty[]): readonly OpsParty[] {
  const seen = new Set<string>();
  return parties.filter((party) => {
    const keys = [party.name, party.nativeName].flatMap((name) => (name === null ? [] : [foldName(name)]));
    // Only a nameless-in-epodoc entry can be a repeat: two normalised namesakes are two people.
    if (party.name === null && keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}

const TRANSCRIPTIONS: readonly (readonly [letter: RegExp, written: string])[] = [
  [/[äæ]/g, "ae"],
  [/[öøœ]/g, "oe"],
  [/ü/g, "ue"],
  [/ß/g, "ss"],
  [/å/g, "aa"],
];

/** Kylmänen, Jari = KYLMAENEN JARI: letters only, without case, marks transcribed as the EPO does. */
function foldName(name: string): string {
  const lower = name.normalize("NFC").toLowerCase();
  const written = TRANSCRIPTIONS.reduce((text, [letter, spelling]) => text.replace(letter, spelling), lower);
  return written.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
}
