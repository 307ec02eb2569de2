import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Composed } from "./compose-graph.ts";
import { type Field, type Graph, nameIn, type ObjectModel, objectOf } from "./graph-model.ts";
import type { Answer } from "./monolith.ts";
import type { Operation } from "./random-operation.ts";

/** What cases are to have in them, so that it can be seen that each of it happens. */
export const FEATURES = [
  "mutation",
  "several mutations",
  "several root fields",
  "named fragment",
  "inline fragment",
  "fragment on an interface",
  "fragment on a union",
  "alias",
  "alias that is another field's name",
  "one field with different arguments",
  "@skip",
  "@include",
  "condition by variable",
  "variable",
  "variable left out",
  "variable null",
  "__typename",
  "introspection",
  "@requires",
  "@requires with arguments",
  "@requires of several or nested fields",
  "@requires of a field with @requires",
  "@provides",
  "@override",
  "@shareable",
  "shared root field",
  "field of an @interfaceObject",
  "entity interface",
  "interface",
  "union",
  "list of an abstract type",
  "list of lists",
  "value type",
  "value of which each member knows a part",
  "@inaccessible in the type",
  "entity with several keys",
  "compound key",
  "nested key",
  "key through another entity",
  "resolvable: false",
  "scalar of the graph's own",
  "error",
  "null passed up",
  "nothing but null",
  "two questions",
  "five questions",
] as const;

export type Feature = (typeof FEATURES)[number];

/** What the case has. */
export function featuresOf(composed: Composed, operation: Operation, answer: Answer): ReadonlySet<Feature> {
  const found = new Set<Feature>();
  const tell = (feature: Feature, holds: boolean) => void (holds && found.add(feature));
  tellOfText(operation, tell);
  tellOfFields(composed, operation.document, tell);
  tell("error", answer.errors.length > 0);
  tell(
    "null passed up",
    answer.errors.some(({ path = [] }) => isPassedUp(answer.data, path)),
  );
  tell("nothing but null", answer.data === null);
  return found;
}

/** How much it took. */
export function questionsIn(asked: number): readonly Feature[] {
  return [...(asked > 1 ? (["two questions"] as const) : []), ...(asked > 4 ? (["five questions"] as const) : [])];
}

type Tell = (feature: Feature, holds: boolean) => void;

function tellOfText({ text, document, variables }: Operation, tell: Tell): void {
  tell("@skip", text.includes("@skip"));
  tell("@include", text.includes("@include"));
  tell("condition by variable", /@(skip|include)\(if: \$/.test(text));
  tell("__typename", text.includes("__typename"));
  tell("introspection", text.includes("__type(") || text.includes("__schema"));
  for (const definition of document.definitions) {
    tell("named fragment", definition.kind === Kind.FRAGMENT_DEFINITION);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const fields = definition.selectionSet.selections.length;
    tell("several root fields", fields > 1);
    tell("mutation", definition.operation === "mutation");
    tell("several mutations", definition.operation === "mutation" && fields > 1);
    for (const { variable } of definition.variableDefinitions ?? []) {
      const value = variables[variable.name.value];
      tell("variable", value !== undefined);
      tell("variable left out", value === undefined);
      tell("variable null", value === null);
    }
  }
}

function tellOfFields({ api, graph }: Composed, document: DocumentNode, tell: Tell): void {
  const info = new TypeInfo(api);
  const fieldNames = new Set(graph.objects.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const visitor = {
    InlineFragment: () => tell("inline fragment", true),
    FragmentDefinition: () => tellOfCondition(info, tell),
    SelectionSet: () => tellOfCondition(info, tell),
    Field: {
      enter: (node: {
        readonly alias?: { readonly value: string } | undefined;
        readonly name: { readonly value: string };
      }) => {
        const [alias, name] = [node.alias?.value, node.name.value];
        tell("alias", alias !== undefined);
        tell("alias that is another field's name", alias !== undefined && alias !== name && fieldNames.has(alias));
        const parent = info.getParentType();
        if (!parent) return;
        const type = String(info.getType() ?? "");
        tell("list of lists", type.startsWith("[["));
        tell("list of an abstract type", type.startsWith("[") && isAbstractType(api.getType(nameIn(type))));
        for (const owner of ownersOf(api, graph, parent.name)) tellOfField(graph, owner, name, tell);
      },
    },
  };
  visit(document, visitWithTypeInfo(info, visitor));
  tell("one field with different arguments", hasFieldTwice(document));
}

function tellOfCondition(info: TypeInfo, tell: Tell): void {
  const type = info.getParentType();
  tell("interface", isAbstractType(type) && "getFields" in type);
  tell("union", isAbstractType(type) && !("getFields" in type));
  tell("fragment on an interface", isAbstractType(type) && "getFields" in type);
  tell("fragment on a union", isAbstractType(type) && !("getFields" in type));
}

function ownersOf(api: GraphQLSchema, graph: Graph, typeName: string): readonly ObjectModel[] {
  const type = api.getType(typeName);
  const names = isAbstractType(type) ? api.getPossibleTypes(type).map(({ name }) => name) : [typeName];
  return [...names, typeName].flatMap((name) => objectOf(graph, name) ?? []);
}

function tellOfField(graph: Graph, owner: ObjectModel, name: string, tell: Tell): void {
  const added = graph.objects.find(({ kind, family }) => kind === "interface-object" && family === owner.family);
  const isAdded = owner.kind === "entity" && added?.fields.some((it) => it.name === name && it.part === null) === true;
  tell("field of an @interfaceObject", isAdded);
  const field = [owner, added].flatMap((object) => object?.fields.filter((it) => it.name === name) ?? [])[0];
  if (field === undefined) return;
  tellOfDirectives(graph, field, tell);
  tell("shared root field", owner.kind === "root" && field.owners.length > 1);
  tell("entity interface", owner.kind === "entity" && owner.family !== owner.name);
  tell("value type", owner.kind === "value");
  tell("value of which each member knows a part", owner.name === "Halves");
  tell(
    "@inaccessible in the type",
    owner.fields.some(({ isHidden }) => isHidden),
  );
  if (owner.kind !== "entity" || owner.places.length < 2) return;
  tell(
    "resolvable: false",
    owner.places.some(({ keys }) => keys.some(({ isResolvable }) => !isResolvable)),
  );
  const keys = new Set(owner.places.flatMap((place) => place.keys.map(({ key }) => key.text)));
  tell("entity with several keys", keys.size > 1);
  tell("compound key", keys.has("row column"));
  tell("nested key", keys.has("tag { code }"));
  tell("key through another entity", keys.has("id keeper { id }"));
}

function tellOfDirectives(
  graph: Graph,
  { requires, provides, owners, overriddenFrom, type, part }: Field,
  tell: Tell,
): void {
  const named = new Set(requires?.match(/\w+/g));
  const chained = graph.objects.some(({ fields }) => fields.some((it) => it.requires !== null && named.has(it.name)));
  tell("@requires", requires !== null);
  tell("@requires with arguments", requires?.includes("(") === true);
  tell("@requires of several or nested fields", requires?.includes(" ") === true);
  tell("@requires of a field with @requires", chained);
  tell("@provides", provides.size > 0);
  tell("@override", overriddenFrom !== null);
  tell("@shareable", owners.length > 1 && part === null);
  tell("scalar of the graph's own", nameIn(type) === "Blob");
}

function hasFieldTwice(document: DocumentNode): boolean {
  let isTwice = false;
  visit(document, {
    SelectionSet: ({ selections }) => {
      const asked = new Map<string, string>();
      for (const node of selections) {
        if (node.kind !== Kind.FIELD) continue;
        const args = JSON.stringify(node.arguments ?? []);
        const known = asked.get(node.name.value);
        isTwice ||= known !== undefined && known !== args;
        asked.set(node.name.value, args);
      }
    },
  });
  return isTwice;
}

/** The null stands above the place of the error. */
function isPassedUp(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const key of path) {
    if (value === null || typeof value !== "object") return value === null;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return false;
}
