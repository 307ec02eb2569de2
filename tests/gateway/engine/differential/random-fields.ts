import { type Draft, newField } from "./draft.ts";
import { type ObjectModel, type Place, SCALARS, typesAt } from "./graph-model.ts";

const NAMES = ["name", "title", "size", "state", "parent", "items", "near", "note", "owner", "weight", "next", "kind"];
const WRAPPINGS = ["T", "T", "T", "T!", "T!", "[T]", "[T!]", "[T]!", "[T!]!", "[[T!]]", "[[T]!]!"] as const;
const ARGUMENTS = [
  "first: Int",
  'unit: String = "kg"',
  "strict: Boolean! = true",
  "colour: Colour",
  "colours: [Colour!]",
  "filter: Filter",
  "filters: [Filter!]",
  "range: Range = {from: 5}",
  "ids: [[ID]]",
  "ratio: Float",
] as const;
const REQUIRED_ARGUMENTS = ["by: ID!", "within: Range!"] as const;

/** Fields of all types, each with the members that resolve it. */
export function addFields(draft: Draft): void {
  const { random, graph } = draft;
  const isPlaced = ({ kind }: ObjectModel) => kind === "entity" || kind === "interface-object";
  for (const object of graph.objects.filter(({ kind }) => kind === "value")) {
    for (const _ of times(1 + random.int(3))) addField(draft, object, []);
  }
  for (const object of graph.objects.filter(isPlaced)) {
    for (const { member } of [...object.places].filter(isFindable)) {
      for (const _ of times(random.int(3) + (object.kind === "entity" ? 0 : 1))) {
        addField(draft, object, [member, ...others(draft, object, member)]);
      }
    }
  }
  addRoots(draft);
  if (random.chance(0.35)) addSplitValue(draft);
}

const isFindable = ({ keys }: Place) => keys.some(({ isResolvable }) => isResolvable);

const times = (count: number) => Array.from({ length: count });

/** Members that resolve the same field. */
function others({ random }: Draft, object: ObjectModel, member: string): readonly string[] {
  if (!random.chance(0.25)) return [];
  const possible = object.places.map((place) => place.member).filter((other) => other !== member);
  return random.sample(possible, 1);
}

function addField(draft: Draft, object: ObjectModel, owners: readonly string[]): void {
  const { random } = draft;
  const free = NAMES.filter((name) => !taken(draft, object).has(name));
  if (free.length === 0) return;
  const named = randomType(draft, object, owners);
  const type = random.pick(WRAPPINGS).replace("T", named);
  for (const member of owners) draft.ensure(named, member);
  if (typesAt(draft.graph, named, owners).length === 0) throw new Error(`nothing can be ${named} in ${owners}`);
  object.fields.push(newField(random.pick(free), type, { args: randomArguments(draft), owners: [...owners] }));
}

/** A member of a family may not have what its interface's object has. */
function taken({ graph }: Draft, object: ObjectModel): ReadonlySet<string> {
  const family = graph.objects.filter(({ name, family: other }) => name === object.name || other === object.family);
  return new Set((object.kind === "root" ? [object] : family).flatMap(({ fields }) => fields.map(({ name }) => name)));
}

function randomType(draft: Draft, object: ObjectModel, owners: readonly string[]): string {
  const { random, graph } = draft;
  const isMutation = object.name === "Mutation";
  if (random.chance(object.kind === "root" && !isMutation ? 0.1 : 0.55))
    return random.pick([...SCALARS, "Colour", "Mood"]);
  const names = [
    ...graph.objects.flatMap(({ kind, name }) => (kind === "entity" ? [name, name] : kind === "value" ? [name] : [])),
    ...graph.interfaces.flatMap(({ name }) => [name, name]),
    ...graph.unions.flatMap(({ name }) => [name, name]),
  ];
  // A value is defined in more members later, which may see a family in another way.
  const fits = (name: string) =>
    object.kind === "value" ? !isOfFamily(draft, name) : owners.every((member) => draft.canHave(name, member));
  const possible = names.filter(fits);
  return possible.length === 0 ? "Int" : random.pick(possible);
}

function isOfFamily(draft: Draft, name: string): boolean {
  const abstract = draft.abstract(name);
  const types = abstract?.types ?? [name];
  return types.some((type) => draft.stances.has(draft.object(type).family));
}

function randomArguments({ random }: Draft): readonly string[] {
  if (random.chance(0.6)) return [];
  const required = random.chance(0.15) ? [random.pick(REQUIRED_ARGUMENTS)] : [];
  return [...random.sample(ARGUMENTS, 1 + random.int(2)), ...required];
}

/** A value of which each member knows a part only: all of it is behind a field that both resolve. */
function addSplitValue(draft: Draft): void {
  const { random, graph } = draft;
  const possible = draft.entities().filter(({ places }) => places.filter(isFindable).length > 1);
  if (possible.length === 0) return;
  const entity = random.pick(possible);
  const owners = random.sample(entity.places.filter(isFindable), 2).map(({ member }) => member);
  const split: ObjectModel = { name: "Halves", kind: "value", family: "Halves", keys: [], fields: [], places: [] };
  split.places.push(...owners.map((member) => ({ member, keys: [], canLose: false })));
  for (const [index, member] of owners.entries()) {
    split.fields.push(newField(`half${index}`, random.pick(["Int", "String!", "[ID]"]), { owners: [member] }));
  }
  split.fields.push(newField("whole", "Float", { owners: [...owners] }));
  graph.objects.push(split);
  const type = random.pick(["Halves", "Halves!", "[Halves]", "[Halves!]!"]);
  entity.fields.push(newField("halves", type, { owners: [...owners], isSafe: true, isWhole: true }));
}

function addRoots(draft: Draft): void {
  const { random, graph } = draft;
  for (const object of graph.objects.filter(({ kind }) => kind === "root")) {
    const isQuery = object.name === "Query";
    const members = isQuery ? graph.members : random.sample(graph.members, 1 + random.int(3));
    for (const member of members) object.places.push({ member, keys: [], canLose: false });
    for (const member of members) {
      for (const _ of times(1 + random.int(2))) {
        addField(draft, object, [member, ...(isQuery ? others(draft, object, member) : [])]);
      }
    }
  }
}
