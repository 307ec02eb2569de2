import type { DocumentNode, FieldDefinitionNode } from "graphql";
import type { MemberProblem } from "#gateway/members/member-problem.ts";
import { finding } from "./findings.ts";
import { fieldsOf, interfacesOf, keysOf, outerFields, type TypeParts, typesOf, typeText } from "./type-nodes.ts";

/** A field name on a type that can stand beside others in one list. */
interface Standing {
  readonly typeName: string;
  readonly field: FieldDefinitionNode;
}

/** Everything with a global id: types that clients may find side by side. */
export function recordTypes(document: DocumentNode): readonly TypeParts[] {
  return [...typesOf(document).values()].filter((type) => interfacesOf(type).includes("Node"));
}

/** By field name: its types, and where each stands. One type and nullability everywhere is what clients rely on. */
export class RecurringFields {
  readonly #places = new Map<string, Map<string, string[]>>();

  constructor(documents: readonly DocumentNode[] = []) {
    for (const document of documents) this.add(document);
  }

  add(document: DocumentNode): void {
    for (const { typeName, field } of fieldsIn(document)) {
      const types = this.#places.get(field.name.value) ?? new Map<string, string[]>();
      const type = typeText(field.type);
      const places = types.get(type) ?? [];
      if (!places.includes(typeName)) places.push(typeName);
      types.set(type, places);
      this.#places.set(field.name.value, types);
    }
  }

  /** The type that a field of that name has elsewhere, where it has one only, and a place of it. */
  elsewhere({ name }: FieldDefinitionNode): { readonly type: string; readonly place: string } | undefined {
    const [first] = this.#places.get(name.value) ?? [];
    return first === undefined ? undefined : { type: first[0], place: `${first[1][0] ?? ""}.${name.value}` };
  }

  /** Names that have several. */
  disagreements(): readonly string[] {
    return [...this.#places]
      .filter(([, types]) => types.size > 1)
      .map(
        ([name, types]) => `${name}: ${[...types].map(([type, kinds]) => `${type} (${kinds.join(", ")})`).join(", ")}`,
      );
  }
}

/** Fields of a node's records that are otherwise elsewhere, and those whose absence would cost the list they stand in. */
export function checkFields(node: string, own: DocumentNode, others: RecurringFields): readonly MemberProblem[] {
  return recordTypes(own).flatMap((type) => {
    const keyFields = new Set(keysOf(type).flatMap(({ fields }) => outerFields(fields)));
    return fieldsOf(type).flatMap((field) => {
      const spot = { node, type: type.name, field: field.name.value, at: field };
      const given = typeText(field.type);
      const elsewhere = others.elsewhere(field);
      if (elsewhere !== undefined && elsewhere.type !== given) {
        return [finding("RECURRING_FIELD", spot, otherwise(`${type.name}.${field.name.value}`, given, elsewhere))];
      }
      const isDemanding = given.endsWith("!") && !keyFields.has(field.name.value) && !GUARANTEED.has(field.name.value);
      return isDemanding
        ? [finding("RECURRING_FIELD", spot, demanding(`${type.name}.${field.name.value}`, given))]
        : [];
    });
  });
}

/** What every record has. */
const GUARANTEED: ReadonlySet<string> = new Set(["id", "code"]);

function otherwise(where: string, given: string, { type, place }: { readonly type: string; readonly place: string }) {
  return {
    zh: `${where} 的类型是 ${given}，而同名字段 ${place} 是 ${type}`,
    en: `${where} is ${given}, but the field of that name at ${place} is ${type}`,
    suggestion: { zh: `改为 ${type}，或另起名字`, en: `make it ${type}, or name it otherwise` },
  };
}

function demanding(where: string, given: string) {
  const nullable = given.slice(0, -1);
  return {
    zh: `${where} 不可为空（${given}）：取不到时会使整个列表落空`,
    en: `${where} must not be null (${given}): where it cannot be had, whole lists would be lost`,
    suggestion: { zh: `改为 ${nullable}`, en: `make it ${nullable}` },
  };
}

function fieldsIn(document: DocumentNode): readonly Standing[] {
  return recordTypes(document).flatMap((type) => fieldsOf(type).map((field) => ({ typeName: type.name, field })));
}
