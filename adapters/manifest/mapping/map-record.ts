import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { FieldFormat, KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { DecodeFormat } from "#adapters/manifest/format/source-format.ts";
import { furtherCodedFields, KIND_FIELDS } from "#schema/kind-fields.ts";
import { compileField, type FieldMapper } from "./compile-field.ts";
import { compileId } from "./compile-id.ts";
import { compileExpression, type Expression } from "./expressions.ts";
import {
  type MappedRecord,
  type MappedValue,
  type MappingProblem,
  NO_REFUSALS,
  type Refusal,
} from "./mapped-record.ts";
import { isMarkedSecret } from "./secret-marks.ts";

/** Rows of one kind → records of the graph's values. Never throws on a row, whatever it holds. */
export interface RecordMapper {
  /** Null for a row that is no record; `refusals` tells why. `knownId`: what was asked for, where the record itself does not say. */
  map(row: Row, knownId?: string): MappedRecord | null;
  /** The same, with the reason. */
  outcome(row: Row, knownId?: string): MappingOutcome;
  /** Rows left out since the mapper was made. */
  readonly refusals: Readonly<Record<Refusal, number>>;
}

type MappingOutcome =
  | { readonly kind: "record"; readonly record: MappedRecord }
  | { readonly kind: "refused"; readonly reason: Refusal };

export interface MapperOptions {
  /** AssetKind value. */
  readonly kindName: string;
  readonly licence: Manifest["licence"];
  /** Further fields of the manifest. */
  readonly sdl?: string | undefined;
  readonly format: DecodeFormat["format"];
}

const LONGEST_ID = 200;
const UPDATED = { name: "updatedAt", shape: "instant", codes: {} } as const;

/** Compiles the fields of a kind once; throws TypeError for what the reader of manifests would have refused. */
export function compileMapper(kind: KindFormat, options: MapperOptions): RecordMapper {
  const refusals: Record<Refusal, number> = { ...NO_REFUSALS };
  const parts = compileParts(kind, options);
  const outcome = (row: Row, knownId?: string): MappingOutcome => {
    const result = mapRow(row, parts, knownId);
    if (result.kind === "refused") refusals[result.reason] += 1;
    return result;
  };
  const map = (row: Row, knownId?: string) => {
    const result = outcome(row, knownId);
    return result.kind === "record" ? result.record : null;
  };
  return { map, outcome, refusals };
}

interface Parts {
  readonly id: FieldMapper;
  readonly updatedAt: FieldMapper | null;
  readonly fields: readonly FieldMapper[];
  readonly skip: Expression | null;
}

function compileParts(kind: KindFormat, { kindName, licence, sdl, format }: MapperOptions): Parts {
  const known = KIND_FIELDS.get(kindName)?.fields;
  const further = furtherCodedFields(sdl);
  const terms = licence.fields[kindName] ?? {};
  const flat = format === "html";
  const compile = (name: string, told: FieldFormat) => {
    const field = known?.get(name) ?? further.get(name) ?? { name, shape: "text", codes: {} };
    return compileField(field, told, { flat, terms: terms[name] });
  };
  const skip = kind.skip === undefined ? null : compileExpression(kind.skip, ["row"]);
  if (skip?.ok === false) throw new TypeError(`Expression skip: ${skip.reason}`);
  return {
    id: compileId(kind.id),
    updatedAt: kind.updatedAt === undefined ? null : compileField(UPDATED, kind.updatedAt, { flat, terms: undefined }),
    fields: Object.entries(kind.fields).map(([name, told]) => compile(name, told)),
    skip: skip?.expression ?? null,
  };
}

function mapRow(row: Row, { id, updatedAt, fields, skip }: Parts, knownId: string | null = null): MappingOutcome {
  if (row.misfit !== undefined) return { kind: "refused", reason: "cells" };
  if (skip?.holds({ row: row.value })) return { kind: "refused", reason: "skipped" };
  const seen: string[] = [];
  const identity = id.map(row, seen).value;
  const key = typeof identity === "string" ? identity.slice(0, LONGEST_ID) : knownId;
  const values: Record<string, MappedValue> = {};
  const problems: MappingProblem[] = [];
  for (const field of fields) {
    const { value, problems: found } = field.map(row, seen);
    values[field.name] = value;
    for (const problem of found) problems.push({ field: field.name, ...problem });
  }
  if (isMarkedSecret(row, seen)) return { kind: "refused", reason: "secret" };
  if (key === null) return { kind: "refused", reason: "no-id" };
  const changed = updatedAt?.map(row, []).value;
  const epochMs = typeof changed === "string" ? Date.parse(changed) : null;
  return { kind: "record", record: { id: key, fields: values, updatedAt: epochMs, problems } };
}
