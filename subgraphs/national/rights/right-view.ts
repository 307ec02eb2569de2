import { source as nationalRegisters } from "#adapters/national-registers/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { isMaskedName } from "#schema/codes/party-names.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { PartyReferenceView } from "#subgraphs/national/party/party-reference.ts";
import type { ApplicantView } from "#subgraphs/national/patent/patent-view.ts";
import type { FoundSummary } from "#subgraphs/runtime/define-node.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";

/** What every right besides patents has in the graph. */
export interface RightView {
  readonly id: string;
  readonly name: string | null;
  readonly region: { readonly code: string } | null;
  readonly absences: readonly AbsenceView[];
  readonly provenance: ProvenanceFields;
  /** For the hub's own search; no field of the graph. */
  readonly summary: FoundSummary;
}

export interface AbsenceView {
  readonly field: string;
  readonly reason: ReasonView;
}

export interface ReasonView {
  readonly code: string;
  readonly message: Bilingual;
}

/** What the rows of all registers have in common. */
interface Entry {
  readonly recordId: string;
  readonly name: string | null;
  readonly owners: readonly string[];
  readonly region: string | null;
}

export interface EntryOf<E> extends Sourced<E> {
  readonly node: string;
}

interface CommonParts {
  readonly typeName: string;
  readonly key: string;
  readonly absences: readonly (AbsenceView | null)[];
  readonly numbers: readonly string[];
  readonly classes?: readonly string[];
  /** By which the newest come first. */
  readonly date: string | null;
}

/** The fields that all kinds share. */
export function toRightView(entry: EntryOf<Entry>, parts: CommonParts): RightView {
  const { name, region, recordId, owners } = entry.value;
  const { typeName, key, absences, numbers, classes = [], date } = parts;
  const placed = toRegion(region);
  return {
    id: encodeNodeId(typeName, key),
    name,
    region: placed,
    absences: absences.filter((absence) => absence !== null),
    provenance: toProvenance(entry, { node: entry.node, source: nationalRegisters, recordId }),
    summary: {
      ...{ title: name, numbers, classes, region: placed?.code ?? null, date },
      parties: owners.filter((owner) => !isMaskedName(owner)),
      licence: nationalRegisters.licence.code,
      fetchedAt: entry.fetchedAt,
    },
  };
}

/** Only the first owner's address is registered. A masked name is nobody's: it is shown and never matched. */
export function partiesOf({ owners, region }: Entry): readonly PartyReferenceView[] {
  return owners.map((name, index) => ({
    name,
    party: {
      name: isMaskedName(name) ? null : name,
      uscc: null,
      regionCode: index === 0 ? (toRegion(region)?.code ?? null) : null,
      officeCode: null,
    },
  }));
}

/** The same as an applicant, with whom marks have owners in common. */
export function applicantsOf(entry: Entry): readonly ApplicantView[] {
  return partiesOf(entry).map(({ name, party }, index) => ({
    names: { ZH: /\p{Script=Han}/u.test(name ?? "") ? name : null, EN: null, original: name },
    sequence: index + 1,
    uscc: null,
    region: toRegion(party.regionCode),
    office: null,
    patent: { applicationNumber: null, docdb: null },
  }));
}

/** Retired codes give their successor; a code that names no division is left out. */
function toRegion(code: string | null): { readonly code: string } | null {
  const region = code === null ? null : regionOf(code);
  return region && { code: region.code };
}

/** Says why a field is empty; null where it is not. */
export function absentUnless(value: unknown, field: string, code: string, message: Bilingual): AbsenceView | null {
  return value === null ? { field, reason: { code, message } } : null;
}

export const NOT_IN_SOURCE: Bilingual = { zh: "来源未载", en: "Not in the source" };
