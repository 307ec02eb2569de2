import type { ConstDirectiveNode, FieldDefinitionNode } from "graphql";
import type { MemberProblem } from "#gateway/members/member-problem.ts";
import { finding, ownerName, type Words } from "./findings.ts";
import {
  directiveOf,
  directivesOf,
  fieldsOf,
  interfacesOf,
  keysOf,
  outerFields,
  type TypeParts,
  textArgument,
} from "./type-nodes.ts";
import type { TypeOwners } from "./type-owners.ts";

/** A node's part of a type that belongs to another one. */
export interface Contribution {
  readonly node: string;
  readonly type: TypeParts;
  readonly owner: string;
}

/**
 * A node may add fields of its own to another's entity, found by a key that the owner has. It may not take over or join in
 * the owner's fields, add keys, use others' fields for its own, or stand for all types of an interface.
 */
export function checkContribution(contribution: Contribution, owners: TypeOwners): readonly MemberProblem[] {
  const { type } = contribution;
  const refused = checkHead(contribution, owners);
  if (refused.length > 0) return refused;
  const keyFields = new Set(keysOf(type).flatMap(({ fields }) => outerFields(fields)));
  return fieldsOf(type).flatMap((field) => checkField({ ...contribution, field, keyFields }, owners));
}

/** What stands on the type itself. */
function checkHead({ node, type, owner }: Contribution, owners: TypeOwners): readonly MemberProblem[] {
  const of = ownerName(owner);
  const [at] = type.parts;
  const tell = (words: Words) => [finding("FOREIGN_TYPE", { node, type: type.name, at }, words)];
  if (hasDirective(type, "interfaceObject")) return tell(interfaceObject(type.name, of));
  const keys = keysOf(type);
  if (type.kind !== owners.kindOf(type.name) || keys.length === 0) return tell(takenName(type.name, of));
  const added = keys.find(({ fields }) => !owners.keysOf(type.name).has(fields));
  if (added !== undefined) return tell(addedKey(`${type.name} @key(fields: "${added.fields}")`, of));
  const joined = interfacesOf(type).find((name) => name !== "Node" && !owners.interfacesOf(type.name).has(name));
  if (joined !== undefined) return tell(changedType(`${type.name} implements ${joined}`, of));
  const marked = directivesOf(type).find(({ name }) => !ON_CONTRIBUTIONS.has(name.value));
  return marked === undefined ? [] : tell(changedType(`${type.name} @${marked.name.value}`, of));
}

const ON_CONTRIBUTIONS: ReadonlySet<string> = new Set(["key", "extends", "shareable", "cacheControl"]);

interface Given extends Contribution {
  readonly field: FieldDefinitionNode;
  readonly keyFields: ReadonlySet<string>;
}

function checkField({ node, type, field, keyFields }: Given, owners: TypeOwners): readonly MemberProblem[] {
  const name = field.name.value;
  const where = `${type.name}.${name}`;
  const tell = (words: Words) => [finding("FOREIGN_FIELD", { node, type: type.name, field: name, at: field }, words)];
  const override = directiveOf(field, "override");
  const owner = owners.ownerOfField(type.name, name);
  if (override !== undefined) return tell(overridden(where, ownerName(owner ?? from(override))));
  const needed = foreignNeeds(type.name, directiveOf(field, "requires"), { owners, keyFields });
  if (needed !== undefined) return tell(required(where, needed, ownerName(owners.ownerOfField(type.name, needed))));
  if (owner === undefined || keyFields.has(name) || directiveOf(field, "external") !== undefined) return [];
  return tell(joinedField(where, ownerName(owner)));
}

/** The first field of another owner that `@requires` asks for. */
function foreignNeeds(
  typeName: string,
  requires: ConstDirectiveNode | undefined,
  { owners, keyFields }: { readonly owners: TypeOwners; readonly keyFields: ReadonlySet<string> },
): string | undefined {
  if (requires === undefined) return undefined;
  return outerFields(textArgument(requires, "fields") ?? "").find(
    (name) => !keyFields.has(name) && owners.ownerOfField(typeName, name) !== undefined,
  );
}

function from(override: ConstDirectiveNode): string | undefined {
  return textArgument(override, "from") ?? undefined;
}

function hasDirective(type: TypeParts, name: string): boolean {
  return directivesOf(type).some((directive) => directive.name.value === name);
}

type Of = ReturnType<typeof ownerName>;

function takenName(where: string, of: Of): Words {
  return {
    zh: `类型 ${where} 属于${of.zh}`,
    en: `type ${where} belongs to ${of.en}`,
    suggestion: {
      zh: "另起类型名，例如以节点代码开头",
      en: "name the type otherwise, for example beginning with the node's code",
    },
  };
}

function interfaceObject(where: string, of: Of): Words {
  return {
    zh: `${where} 上的 @interfaceObject 会改变${of.zh}的所有类型`,
    en: `@interfaceObject on ${where} changes every type of ${of.en}`,
    suggestion: { zh: "把字段加在本节点自己的类型上", en: "put the field on types of your own" },
  };
}

function addedKey(where: string, of: Of): Words {
  return {
    zh: `${where} 是${of.zh}所没有的键`,
    en: `${where} is a key that ${of.en} does not have`,
    suggestion: { zh: "使用所有者已有的键", en: "use a key that its owner has" },
  };
}

function changedType(where: string, of: Of): Words {
  return {
    zh: `${where} 改变了属于${of.zh}的类型`,
    en: `${where} changes a type that belongs to ${of.en}`,
    suggestion: { zh: "只添加本节点自己的字段", en: "add fields of your own only" },
  };
}

function overridden(where: string, of: Of): Words {
  return {
    zh: `@override 会从${of.zh}接管 ${where}`,
    en: `@override takes ${where} over from ${of.en}`,
    suggestion: { zh: "去掉 @override；字段另起名字", en: "drop @override and name the field otherwise" },
  };
}

function required(where: string, needed: string, of: Of): Words {
  return {
    zh: `${where} 以 @requires 取用${of.zh}的字段 ${needed}`,
    en: `${where} asks by @requires for ${needed}, which belongs to ${of.en}`,
    suggestion: { zh: "只依据键字段计算", en: "compute it from the fields of the key alone" },
  };
}

function joinedField(where: string, of: Of): Words {
  return {
    zh: `${where} 属于${of.zh}，不得再次提供（@shareable 亦然）`,
    en: `${where} belongs to ${of.en} and must not be given a second time (by @shareable neither)`,
    suggestion: { zh: "给字段起一个自己的名字", en: "give the field a name of your own" },
  };
}
