import type { MemberProblem } from "#gateway/members/member-problem.ts";
import { checkContribution } from "./check-contribution.ts";
import { finding, ownerName } from "./findings.ts";
import { checkLinks } from "./schema-links.ts";
import { CONTRACT_FIELDS, departures, sharedType } from "./shared-types.ts";
import { fieldsOf, isRootType, type TypeParts, typesOf } from "./type-nodes.ts";
import type { OwnSchema, TypeOwners } from "./type-owners.ts";

/**
 * What a node's schema takes of other owners: composition would let it (DESIGN, 12), so it is looked for before. `owners` are
 * the other members of the graph.
 */
export function checkOwnership(schema: OwnSchema, owners: TypeOwners): readonly MemberProblem[] {
  const types = [...typesOf(schema.own).values()];
  return [...checkLinks(schema), ...types.flatMap((type) => checkType(schema.node, type, owners))];
}

function checkType(node: string, type: TypeParts, owners: TypeOwners): readonly MemberProblem[] {
  if (isRootType(type.name)) return checkRootFields(node, type, owners);
  const shared = sharedType(type.name);
  if (shared !== undefined) return checkShared(node, type, shared);
  const owner = owners.ownerOf(type.name);
  return owner === undefined ? [] : checkContribution({ node, type, owner }, owners);
}

function checkRootFields(node: string, type: TypeParts, owners: TypeOwners): readonly MemberProblem[] {
  return fieldsOf(type).flatMap((field) => {
    const name = field.name.value;
    if (CONTRACT_FIELDS.has(name) || name.startsWith("_")) return [];
    const owner = owners.ownerOfField(type.name, name);
    if (owner === undefined) return [];
    const of = ownerName(owner);
    const spot = { node, type: type.name, field: name, at: field };
    return [
      finding("FOREIGN_FIELD", spot, {
        zh: `${type.name}.${name} 属于${of.zh}`,
        en: `${type.name}.${name} belongs to ${of.en}`,
        suggestion: {
          zh: `给该字段起一个本节点自己的名字，例如以节点代码开头`,
          en: `give the field a name of your own, for example one that starts with the node's code`,
        },
      }),
    ];
  });
}

function checkShared(node: string, type: TypeParts, shared: TypeParts): readonly MemberProblem[] {
  return departures(type, shared).map(({ field }) => {
    const at = fieldsOf(type).find(({ name }) => name.value === field) ?? type.parts[0];
    const where = field === null ? type.name : `${type.name}.${field}`;
    return finding(
      field === null ? "FOREIGN_TYPE" : "FOREIGN_FIELD",
      { node, type: type.name, field, at },
      {
        zh: `${where} 是各节点共用的类型（属于枢纽），不得改动`,
        en: `${where} is shared by all nodes and belongs to the hub: it must stay as it is`,
        suggestion: {
          zh: "原样使用共用 schema 中的定义，或另起类型名",
          en: "use it as the shared schema defines it, or give the type another name",
        },
      },
    );
  });
}
