import { type Draft, newField } from "./draft.ts";
import { type Field, nameIn, type ObjectModel, objectOf, type Place, placeOf } from "./graph-model.ts";

const NAMES = ["cost", "label", "rank", "score"] as const;
const TYPES = ["Int", "String!", "[Float]", "Colour", "Blob"] as const;
/** Values that suit what arguments a field may have. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  first: ["1", "2"],
  unit: ['"g"', '"t"'],
  strict: ["false"],
  colour: ["RED", "null"],
  colours: ["[GREEN]"],
  filter: ['{text: "x", range: {to: 4}}'],
  range: ["{from: 1, to: 2}"],
  by: ['"7"'],
  within: ["{to: 9}"],
  ratio: ["0.5"],
  upTo: ["1", "3"],
};

/** Fields that members compute from what others know. */
export function addRequires(draft: Draft): void {
  const { random, graph } = draft;
  const places = graph.objects.flatMap((object) =>
    object.kind === "entity" || object.kind === "interface-object"
      ? object.places.filter(({ keys }) => keys.some((key) => key.isResolvable)).map((place) => ({ object, place }))
      : [],
  );
  for (const { object, place } of random.some(places, 0.3)) {
    const family = graph.objects.filter((other) => other.family === object.family);
    const name = NAMES.find((candidate) =>
      family.every(({ fields }) => !fields.some((field) => field.name === candidate)),
    );
    if (name !== undefined) addField(draft, object, place, name);
  }
}

function addField(draft: Draft, object: ObjectModel, { member }: Place, name: string): void {
  const { random } = draft;
  const inputs = random.sample(inputsOf(draft, object, member), 1 + random.int(2));
  const parts = inputs.flatMap((field) => selectionOf(draft, field, member, 0) ?? []);
  if (parts.length === 0) return;
  for (const part of parts) {
    const field = inputs.find((input) => part.startsWith(input.name) && /^\W|^$/.test(part.slice(input.name.length)));
    if (field !== undefined) declare(object, field, member);
  }
  const type = random.pick(TYPES);
  object.fields.push(newField(name, type, { owners: [member], requires: parts.join(" ") }));
}

/** Fields that others resolve; of an interface's object, what all of its types have at home. */
function inputsOf(draft: Draft, object: ObjectModel, member: string): readonly Field[] {
  const { graph } = draft;
  if (object.kind !== "interface-object") {
    const isOthers = ({ owners, part, overriddenFrom }: Field) =>
      part === null && owners.length > 0 && !owners.includes(member) && overriddenFrom !== member;
    return object.fields.filter(isOthers);
  }
  const model = graph.interfaces.find(({ name }) => name === object.name);
  const types = graph.objects.filter(({ kind, family }) => kind === "entity" && family === object.family);
  const common = types.flatMap(({ fields }) =>
    fields.filter((field) => model?.fields.some(({ name }) => name === field.name)),
  );
  for (const field of common) draft.inputs.add(field);
  return common.slice(0, 1);
}

/** Undefined for what cannot be asked for. */
function selectionOf(draft: Draft, field: Field, member: string, depth: number): string | undefined {
  const { random, graph } = draft;
  const typeName = nameIn(field.type);
  const asked = `${field.name}${argumentsOf(draft, field)}`;
  draft.inputs.add(field);
  const abstract = draft.abstract(typeName);
  if (depth > 1 || !draft.canHave(typeName, member)) return abstract || objectOf(graph, typeName) ? undefined : asked;
  draft.inputTypes.add(typeName);
  if (abstract !== undefined) {
    draft.ensure(typeName, member);
    if (!("key" in abstract) || !random.chance(0.5)) return `${asked} { __typename }`;
    return `${asked} { id }`;
  }
  const object = objectOf(graph, typeName);
  if (object === undefined) return asked;
  if (object.name === "Halves") return undefined;
  draft.ensure(typeName, member);
  const fields = random.sample(
    object.fields.filter(({ requires, overriddenFrom }) => !requires && !overriddenFrom),
    2,
  );
  const inner = fields.flatMap((own) => {
    if (own.part !== null) return hasKey(object, member, own.name) ? [own.name] : [];
    if (own.owners.length === 0) return [];
    const selection = selectionOf(draft, own, member, depth + 1);
    if (selection === undefined) return [];
    if (!own.owners.includes(member)) declare(object, own, member);
    return [selection];
  });
  return inner.length === 0 ? undefined : `${asked} { ${inner.join(" ")} }`;
}

function hasKey(object: ObjectModel, member: string, name: string): boolean {
  return placeOf(object, member)?.keys.some(({ key }) => key.text === name) === true;
}

function argumentsOf({ random }: Draft, { args }: Field): string {
  const given = args.flatMap((argument) => {
    const [name = ""] = argument.split(":");
    const isRequired = argument.endsWith("!");
    const values = VALUES[name];
    return values !== undefined && (isRequired || random.chance(0.5)) ? [`${name}: ${random.pick(values)}`] : [];
  });
  return given.length === 0 ? "" : `(${given.join(", ")})`;
}

/** The member names the field without resolving it. An interface's object names what its types have. */
function declare(object: ObjectModel, field: Field, member: string): void {
  const own = object.fields.find(({ name }) => name === field.name);
  if (own === undefined)
    object.fields.push(newField(field.name, field.type, { args: field.args, externals: [member] }));
  else if (!own.externals.includes(member)) own.externals.push(member);
}
