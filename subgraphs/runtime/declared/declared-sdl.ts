import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type StringValueNode,
} from "graphql";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { furtherFields } from "./further-fields.ts";
import { interfaceOf, typeNameOf } from "./type-name.ts";

/** Told by the interface itself, or about it alone. */
const OF_THE_INTERFACE: ReadonlySet<string> = new Set(["kind", "listSize", "cost"]);

/** A connection is another question to the source. */
const CONNECTION_COST = directive("@cost(weight: 5)");
const KEY = directive('@key(fields: "id")');

/** The node's own types, one for each kind that its manifest tells: the fields of the shared interface, then its own. */
export function declaredSdl(manifest: Manifest): DocumentNode {
  const further = furtherFields(manifest);
  return {
    kind: Kind.DOCUMENT,
    definitions: Object.keys(manifest.kinds).map((kind) => typeOf(kind, manifest, further)),
  };
}

function typeOf(
  kind: string,
  { code, name }: Manifest,
  further: ReadonlyMap<string, readonly FieldDefinitionNode[]>,
): ObjectTypeDefinitionNode {
  const shared = interfaceOf(kind);
  const typeName = typeNameOf(code, shared.name.value);
  return {
    kind: Kind.OBJECT_TYPE_DEFINITION,
    description: describe(name, shared),
    name: { kind: Kind.NAME, value: typeName },
    interfaces: [named(shared.name.value), named("Node")],
    directives: [KEY],
    fields: [...(shared.fields ?? []).map(toOwnField), ...(further.get(typeName) ?? [])],
  };
}

function toOwnField(field: FieldDefinitionNode): FieldDefinitionNode {
  const kept = (field.directives ?? []).filter(({ name }) => !OF_THE_INTERFACE.has(name.value));
  const isConnection = field.type.kind === Kind.NAMED_TYPE && field.type.name.value.endsWith("Connection");
  return { ...field, directives: isConnection ? [...kept, CONNECTION_COST] : kept };
}

/** `四川平台：供给……。 / An offer (Sichuan platform).` */
function describe(node: Bilingual, { description }: InterfaceTypeDefinitionNode): StringValueNode {
  const [zh = "", en = ""] = (description?.value ?? "").split(" / ");
  const value = `${inDescription(node.zh)}：${zh} / ${en.replace(/\.$/, "")} (${inDescription(node.en)}).`;
  return { kind: Kind.STRING, value };
}

/** Names must not look like the border between the languages. */
function inDescription(name: string): string {
  return name
    .replace(/\s+/g, " ")
    .replace(/ ?\/ ?/g, "／")
    .trim();
}

function named(name: string) {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const;
}

function directive(text: string): ConstDirectiveNode {
  const [type] = parse(`type T ${text} { id: ID }`, { noLocation: true }).definitions;
  const found = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type.directives?.[0] : undefined;
  if (found === undefined) throw new TypeError(`No directive in ${text}`);
  return found;
}
