import type { FieldDefinitionNode } from "graphql";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { MappedRecord, MappedValue } from "#adapters/manifest/mapping/mapped-record.ts";
import { applicationOf, textOf } from "#adapters/manifest/search/record-facts.ts";
import type { SourceDefinition, Sourced } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { fieldView } from "./field-view.ts";
import { recordActions } from "./record-actions.ts";

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

/** Compiled once for a kind: a visible record as its GraphQL type gives it. */
export function recordView(scene: ViewScene): RecordView {
  const { nodeCode, kind, typeName, format, fields, source } = scene;
  const names = new Set(fields.map(({ name }) => name.value));
  const mapped = fields
    .filter(({ name }) => !NOT_MAPPED.has(name.value) && name.value in format.fields)
    .map((field) => [field.name.value, fieldView(field)] as const);
  const actionsOf = recordActions(format.actions, scene.baseUrl);
  return (record) => {
    const { value } = record;
    const view: Record<string, unknown> = { __typename: typeName, id: encodeNodeId(typeName, value.id) };
    for (const [name, toField] of mapped) view[name] = toView(value.fields[name], toField);
    if (names.has("patent")) view["patent"] = toPatent(kind, value);
    if (names.has("legalStatus")) view["legalStatus"] = toLegalStatus(value);
    const actions = actionsOf(value);
    if (names.has("actions")) view["actions"] = actions;
    view["provenance"] = toProvenance(record, {
      node: nodeCode,
      source,
      recordId: value.id,
      url: textOf(value, "sourceUrl") ?? actions.find((action) => action.kind === "VIEW")?.url ?? null,
      updatedAt: value.updatedAt,
    });
    // For fields that ask the source anew.
    view["mapped"] = value;
    return view;
  };
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
