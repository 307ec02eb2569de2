import { type ConstDirectiveNode, type FieldDefinitionNode, type InputValueDefinitionNode, print } from "graphql";
import { CONTRACT_SDL, concat, connectionSdl, SHARED_KINDS, SHARED_SDL } from "#schema/kinds.ts";
import { directivesOf, fieldsOf, isRootType, keysOf, type TypeParts, typesOf } from "./type-nodes.ts";

/** What every node shares, by name. */
const SHARED: ReadonlyMap<string, TypeParts> = typesOf(
  concat(SHARED_SDL, ...SHARED_KINDS.map((kind) => connectionSdl(kind.interfaceName)), CONTRACT_SDL),
);

/** Root fields of the node contract: every node may answer them. */
export const CONTRACT_FIELDS: ReadonlySet<string> = new Set(
  fieldsOf(SHARED.get("Query") ?? { name: "Query", kind: "Object", parts: [] }).map(({ name }) => name.value),
);

/** A type of the hub, the same for all: no node may change what it means. References to one owner's types are none. */
export function sharedType(name: string): TypeParts | undefined {
  const type = SHARED.get(name);
  return type === undefined || isRootType(name) || keysOf(type).length > 0 ? undefined : type;
}

/** How a node's own version of a shared type departs from it: the field or value, or null for the type itself. */
export interface Departure {
  readonly field: string | null;
}

/** A node may know less of a shared output type than the hub, never more or otherwise; inputs are the same for all. */
export function departures(own: TypeParts, shared: TypeParts): readonly Departure[] {
  if (own.kind !== shared.kind) return [{ field: null }];
  const known = membersOf(shared);
  const given = membersOf(own);
  const changed = [...given].filter(([name, text]) => known.get(name) !== text).map(([name]) => ({ field: name }));
  const isWhole = own.kind !== "InputObject" || given.size === known.size;
  const isMarked = directivesOf(own).some((directive) => !isHarmless(directive, shared));
  return isWhole && !isMarked ? changed : [{ field: null }, ...changed];
}

/** Of the directives that change what others see of it, none may be added. */
function isHarmless({ name }: ConstDirectiveNode, shared: TypeParts): boolean {
  return HARMLESS.has(name.value) || directivesOf(shared).some((one) => one.name.value === name.value);
}

const HARMLESS: ReadonlySet<string> = new Set(["shareable", "cacheControl", "kind"]);

/** Fields, values or members with the text that makes them what they are. */
function membersOf(type: TypeParts): ReadonlyMap<string, string> {
  return new Map(
    type.parts.flatMap((part): readonly (readonly [string, string])[] => {
      if ("fields" in part) return (part.fields ?? []).map((field) => [field.name.value, meaningOf(field)] as const);
      if ("values" in part) return (part.values ?? []).map((value) => [value.name.value, decisive(value)] as const);
      if ("types" in part) return (part.types ?? []).map(({ name }) => [name.value, ""] as const);
      return [];
    }),
  );
}

function meaningOf(field: FieldDefinitionNode | InputValueDefinitionNode): string {
  const args = "arguments" in field ? (field.arguments ?? []).map((one) => `${one.name.value}: ${meaningOf(one)}`) : [];
  const given = "defaultValue" in field && field.defaultValue !== undefined ? ` = ${print(field.defaultValue)}` : "";
  return `(${args.sort().join(", ")}) ${print(field.type)}${given}${decisive(field)}`;
}

function decisive({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): string {
  const names = directives.map(({ name }) => name.value).filter((name) => DECISIVE.has(name));
  return names.sort().join(" ");
}

/** Directives by which one node decides for all. */
const DECISIVE: ReadonlySet<string> = new Set([
  "inaccessible",
  "override",
  "external",
  "requires",
  "provides",
  "authenticated",
  "requiresScopes",
  "policy",
]);
