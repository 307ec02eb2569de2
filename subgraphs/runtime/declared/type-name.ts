import { type FieldDefinitionNode, type InterfaceTypeDefinitionNode, Kind } from "graphql";
import { SHARED_KINDS, SHARED_SDL, type SharedKind } from "#schema/kinds.ts";

/** Kinds that a manifest may tell: shared by many nodes, and seen by everybody. */
export function declarableKind(kind: string): SharedKind | undefined {
  return SHARED_KINDS.find(({ name, isPrivate }) => name === kind && !isPrivate);
}

/** shanghai-ip + Listing → ShanghaiIpListing */
export function typeNameOf(nodeCode: string, interfaceName: string): string {
  const words = nodeCode.split("-").filter((word) => word !== "");
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}${interfaceName}`;
}

/** Throws TypeError for a kind that a manifest cannot tell. */
export function interfaceOf(kind: string): InterfaceTypeDefinitionNode {
  const interfaceName = declarableKind(kind)?.interfaceName;
  const found = INTERFACES.find(({ name }) => name.value === interfaceName);
  if (found === undefined) throw new TypeError(`A manifest cannot tell the kind ${kind}`);
  return found;
}

const INTERFACES = SHARED_SDL.definitions.filter((one) => one.kind === Kind.INTERFACE_TYPE_DEFINITION);

/** What the shared kinds call so: one name has one type everywhere. */
export function sharedFieldsNamed(name: string): readonly FieldDefinitionNode[] {
  return INTERFACES.flatMap(({ fields = [] }) => fields.filter((field) => field.name.value === name));
}
