import {
  type Field,
  type Graph,
  type InterfaceModel,
  nameIn,
  type ObjectModel,
  objectOf,
  type Place,
  placeOf,
} from "./graph-model.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@provides", "@override", "@inaccessible", "@interfaceObject"])
`;

/** The member's schema. */
export function printMember(graph: Graph, member: string): string {
  const objects = graph.objects.flatMap((object) => {
    const place = placeOf(object, member);
    return place === undefined ? [] : [printObject(graph, object, place)];
  });
  const types = [...objects, ...abstracts(graph, member)].join("\n");
  return LINK + types + inputTypes(graph, types);
}

function printObject(graph: Graph, object: ObjectModel, place: Place): string {
  const fields = object.fields.flatMap((field) => printField(object, field, place) ?? []);
  if (fields.length === 0) return "";
  const names = graph.interfaces.flatMap(({ name, places }) =>
    places.some(({ member, types }) => member === place.member && types.includes(object.name)) ? [name] : [],
  );
  const implemented = names.length === 0 ? "" : ` implements ${names.join(" & ")}`;
  const keys = place.keys.map(
    ({ key, isResolvable }) => ` @key(fields: "${key.text}"${isResolvable ? "" : ", resolvable: false"})`,
  );
  const mark = object.kind === "interface-object" ? " @interfaceObject" : "";
  return `type ${object.name}${implemented}${keys.join("")}${mark} {\n${fields.join("\n")}\n}\n`;
}

/** Undefined where the member has no such field. */
function printField(object: ObjectModel, field: Field, place: Place): string | undefined {
  const { member } = place;
  const { name, args, owners, externals, overriddenFrom } = field;
  const isExternal = externals.includes(member);
  if (!isKeyOf(field, object, place) && !owners.includes(member) && !isExternal && overriddenFrom !== member) return;
  const type = field.looserIn === member ? field.type.slice(0, -1) : field.type;
  return [
    `  ${name}${args.length === 0 ? "" : `(${args.join(", ")})`}: ${type}`,
    ...(isExternal ? ["@external"] : directives(object, field, member)),
  ].join(" ");
}

function directives(object: ObjectModel, field: Field, member: string): readonly string[] {
  const { owners, requires, provides, overriddenFrom, isHidden, isProvided } = field;
  const provided = provides.get(member);
  const isOwner = owners.includes(member);
  const isShared = object.kind === "key" || (field.part === null && (owners.length > 1 || isProvided));
  return [
    ...(isShared && overriddenFrom === null ? ["@shareable"] : []),
    ...(requires !== null ? [`@requires(fields: ${JSON.stringify(requires)})`] : []),
    ...(provided !== undefined ? [`@provides(fields: ${JSON.stringify(provided)})`] : []),
    ...(isOwner && overriddenFrom !== null ? [`@override(from: "${overriddenFrom}")`] : []),
    ...(isHidden ? ["@inaccessible"] : []),
  ];
}

/** Fields of an entity's keys are wherever one of these keys is. */
function isKeyOf({ name, part }: Field, object: ObjectModel, { keys }: Place): boolean {
  if (part === null || object.kind === "key") return object.kind === "key";
  return keys.some(({ key }) => key.names.includes(name));
}

function abstracts(graph: Graph, member: string): readonly string[] {
  const interfaces = graph.interfaces.flatMap((model) => {
    const place = model.places.find((candidate) => candidate.member === member);
    return place === undefined ? [] : [printInterface(graph, model, place.types, member)];
  });
  const unions = graph.unions.flatMap(({ name, places }) => {
    const place = places.find((candidate) => candidate.member === member);
    return place === undefined ? [] : [`union ${name} = ${place.types.join(" | ")}\n`];
  });
  return [...interfaces, ...unions];
}

/** With the fields that all of its types have in this member. */
function printInterface(graph: Graph, model: InterfaceModel, types: readonly string[], member: string): string {
  const isCommon = (name: string) =>
    types.every((type) => {
      const field = objectOf(graph, type)?.fields.find((candidate) => candidate.name === name);
      return field?.owners.includes(member) === true || field?.overriddenFrom === member;
    });
  const fields = model.fields.filter(({ name }) => isCommon(name));
  const printed = fields.map(
    ({ name, type, args }) => `  ${name}${args.length === 0 ? "" : `(${args.join(", ")})`}: ${type}`,
  );
  const key = model.key === null ? "" : ` @key(fields: "${model.key.text}")`;
  return `interface ${model.name}${key} {\n  id: ID!\n${printed.join("\n")}\n}\n`;
}

/** Enums, inputs and scalars that are named. */
function inputTypes({ enums, inputs }: Graph, types: string): string {
  const printed = new Map<string, string>([
    ...enums.map(({ name, values }) => [name, `enum ${name} { ${values.join(" ")} }\n`] as const),
    ...inputs.map(({ name, fields }) => [name, `input ${name} { ${fields.join(" ")} }\n`] as const),
    ["Blob", "scalar Blob\n"],
  ]);
  const named = new Set<string>();
  const visit = (text: string) => {
    for (const word of text.match(/\w+/g) ?? []) {
      const found = printed.get(word);
      if (found === undefined || named.has(word)) continue;
      named.add(word);
      visit(nameIn(found.slice(found.indexOf("{"))));
    }
  };
  visit(types);
  return [...named].map((name) => printed.get(name)).join("");
}
