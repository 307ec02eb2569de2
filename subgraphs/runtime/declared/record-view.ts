import type { FieldDefinitionNode } from "graphql";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { MappedRecord, MappedValue } from "#adapters/manifest/mapping/mapped-record.ts";
import { applicationOf, factsOf, textOf } from "#adapters/manifest/search/record-facts.ts";
import type { SourceDefinition, Sourced } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { fieldView } from "./field-view.ts";
import { placesOf, recordActions } from "./record-actions.ts";
import { type DetailScope, TwoPages } from "./record-details.ts";

/** What a kind's records are shown with. */
export interface ViewScene {
  readonly nodeCode: string;
  readonly kind: string;
  readonly typeName: string;
  readonly format: KindFormat;
  /** All fields of the type, further ones too. */
  readonly fields: readonly FieldDefinitionNode[];
  readonly source: Pick<SourceDefinition<never>, "code" | "name" | "licence">;
  readonly baseUrl: string | undefined;
}

export type RecordView = (record: Sourced<MappedRecord>) => object;

/** Told by the hub, or asked of the source anew. */
const NOT_MAPPED: ReadonlySet<string> = new Set(["id", "provenance", "actions", "services", "legalStatus", "patent"]);

/** A field of the view, as made from a record. */
interface MadeField {
  readonly name: string;
  readonly make: (record: MappedRecord) => unknown;
  /** Mapped fields that it is made of. */
  readonly from: readonly string[];
}

/**
 * Compiled once for a kind: a visible record as its GraphQL type gives it. Fields that only the record's own page tells are
 * functions, which graphql-js calls where they are asked for: so nobody waits for a page that no field needs.
 */
export function recordView(scene: ViewScene): RecordView {
  const { kind, typeName, format } = scene;
  const adds = format.detail?.adds ?? [];
  const made = madeFields(scene);
  const originOf = provenanceOf(scene);
  return (record) => {
    const pages = new TwoPages(kind, record, adds);
    const { value } = pages.listed;
    const view: Record<string, unknown> = { __typename: typeName, id: encodeNodeId(typeName, value.id) };
    for (const field of made) view[field.name] = shownField(field, pages, adds);
    view["provenance"] = adds.length === 0 ? originOf(pages.listed) : async () => originOf(await pages.origin());
    // For fields that ask the source anew.
    view["pages"] = pages;
    return view;
  };
}

function shownField({ name, make, from }: MadeField, pages: TwoPages, adds: readonly string[]): unknown {
  const shown = make(pages.listed.value);
  const isAdded = from.some((field) => adds.includes(field));
  // What the list's own fields already tell, such as the patent, needs no further page.
  if (!isAdded || (name === "patent" && shown !== null)) return shown;
  return async (_args: unknown, context: DetailScope) => {
    const whole = await pages.whole(context);
    return whole === null ? shown : make({ ...whole, id: pages.listed.value.id });
  };
}

function madeFields(scene: ViewScene): readonly MadeField[] {
  const { kind, format, fields, baseUrl } = scene;
  const names = new Set(fields.map(({ name }) => name.value));
  const mapped = fields
    .filter(({ name }) => !NOT_MAPPED.has(name.value) && name.value in format.fields)
    .map((field): MadeField => {
      const name = field.name.value;
      const toField = fieldView(field);
      return { name, make: ({ fields }) => toView(fields[name], toField), from: [name] };
    });
  const further: readonly MadeField[] = [
    { name: "patent", make: (record) => toPatent(kind, record), from: factsOf(kind).patent ?? [] },
    { name: "legalStatus", make: toLegalStatus, from: ["legalStatus", "legalStatusRaw"] },
    { name: "actions", make: recordActions(format.actions, baseUrl), from: placesOf(format.actions) },
  ];
  return [...mapped, ...further.filter(({ name }) => names.has(name))];
}

/** Its address is told as far as it is known without asking for it. */
function provenanceOf({ nodeCode, format, source, baseUrl }: ViewScene) {
  const actionsOf = recordActions(format.actions, baseUrl);
  return (record: Sourced<MappedRecord>) =>
    toProvenance(record, {
      node: nodeCode,
      source,
      recordId: record.value.id,
      url:
        textOf(record.value, "sourceUrl") ??
        actionsOf(record.value).find((action) => action.kind === "VIEW")?.url ??
        null,
      updatedAt: record.value.updatedAt,
    });
}

function toView(value: MappedValue | undefined, toField: (value: MappedValue) => unknown): unknown {
  return value === undefined || value === null ? null : toField(value);
}

function toPatent(kind: string, record: MappedRecord) {
  const applicationNumber = applicationOf(kind, record);
  if (applicationNumber === null) return null;
  return { __typename: "Patent", id: encodeNodeId("Patent", applicationNumber), applicationNumber };
}

/** As the copy says it, known through the day on which the source last changed it. */
function toLegalStatus(record: MappedRecord): object {
  const { code, raw } = statusOf(record);
  const { restorable, partlyInvalidated } = mapLegalStatus(raw);
  const reason = { code: "PARTLY_INVALIDATED", message: { zh: "部分权利要求无效", en: "Some claims are invalid" } };
  return {
    code,
    raw,
    reason: partlyInvalidated ? reason : null,
    effectiveDate: null,
    knownThrough: record.updatedAt === null ? null : chinaDateOf(record.updatedAt),
    certainty: raw === null ? "UNKNOWN" : "STATED",
    // 有效, 失效 and 在审 are too coarse to tell that nothing can be restored.
    restorable: restorable ? true : null,
  };
}

/** As mapped (by the manifest's own table, maybe), else by what is printed. */
function statusOf({ fields }: MappedRecord): { readonly code: string; readonly raw: string | null } {
  const { legalStatus: mapped = null, legalStatusRaw: printed = null } = fields;
  if (typeof mapped === "object" && mapped !== null && "raw" in mapped) return mapped;
  const raw = typeof printed === "string" ? printed : null;
  return { code: mapLegalStatus(raw).code, raw };
}
