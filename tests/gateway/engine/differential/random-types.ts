import { Draft, newField, type Stance } from "./draft.ts";
import type { Field, Graph, Key, ObjectModel } from "./graph-model.ts";
import type { Random } from "./random.ts";

const MEMBERS = ["ash", "birch", "cedar", "elm", "fir"] as const;
const ENTITIES = ["Ant", "Bee", "Cat", "Dog", "Eel"] as const;
const PETS = ["Parrot", "Rat", "Tortoise"] as const;
const VALUES = ["Box", "Cup", "Jar"] as const;
const ID: Key = { text: "id", names: ["id"] };

/** Types without fields of their own yet: keys, families, interfaces, unions, and who has them. */
export function randomTypes(random: Random): Draft {
  const members = random.sample(MEMBERS, 2 + random.int(4));
  const graph: Graph = {
    members,
    enums: [
      { name: "Colour", values: ["RED", "GREEN", "BLUE"] },
      { name: "Mood", values: ["GOOD", "BAD"] },
    ],
    inputs: [
      { name: "Range", fields: ["from: Int = 1", "to: Int"] },
      {
        name: "Filter",
        fields: ["text: String", "range: Range", "colours: [Colour!] = [RED]", "strict: Boolean! = false"],
      },
    ],
    objects: [],
    interfaces: [],
    unions: [],
  };
  const draft = new Draft(graph, random);
  for (const name of random.sample(ENTITIES, 2 + random.int(4))) graph.objects.push(entity(name, name));
  for (const object of draft.entities()) addKeys(draft, object);
  if (members.length > 1 && random.chance(0.4)) addFamily(draft);
  for (const name of random.sample(VALUES, 1 + random.int(3))) graph.objects.push(bare(name, "value", name));
  for (const object of draft.entities()) if (object.family === object.name) placeEntity(draft, object);
  if (random.chance(0.6)) addInterface(draft, "Named");
  if (random.chance(0.25)) addInterface(draft, "Sized");
  if (random.chance(0.6)) addUnion(draft, "Any");
  if (random.chance(0.25)) addUnion(draft, "Some");
  graph.objects.push(bare("Query", "root", "Query"));
  if (random.chance(0.4)) graph.objects.push(bare("Mutation", "root", "Mutation"));
  return draft;
}

function bare(name: string, kind: ObjectModel["kind"], family: string): ObjectModel {
  return { name, kind, family, keys: [], fields: [], places: [] };
}

function entity(name: string, family: string): ObjectModel & { readonly keys: Key[] } {
  const keys = [ID];
  return { name, kind: "entity", family, keys, fields: [keyField("id", "ID!", "id")], places: [] };
}

function keyField(name: string, type: string, part: NonNullable<Field["part"]>): Field {
  return newField(name, type, { part, isSafe: true, isWhole: true });
}

/** Further keys by which the entity can be found. */
function addKeys(draft: Draft, object: ObjectModel): void {
  const keys = object.keys as Key[];
  const { random, graph } = draft;
  if (random.chance(0.3)) {
    object.fields.push(keyField("sku", "String!", "text"));
    keys.push({ text: "sku", names: ["sku"] });
  }
  if (random.chance(0.2)) {
    object.fields.push(keyField("number", "Int!", "number"));
    keys.push({ text: "number", names: ["number"] });
  }
  if (random.chance(0.2)) {
    object.fields.push(keyField("row", "Int!", "row"), keyField("column", "Int!", "column"));
    keys.push({ text: "row column", names: ["row", "column"] });
  }
  if (random.chance(0.2)) {
    const tag = bare(`${object.name}Tag`, "key", object.name);
    tag.fields.push(keyField("code", "String!", "text"));
    graph.objects.push(tag);
    object.fields.push(keyField("tag", `${tag.name}!`, "nested"));
    keys.push({ text: "tag { code }", names: ["tag"] });
  }
  const others = draft.entities().filter((other) => other !== object);
  if (others.length > 0 && random.chance(0.15)) {
    object.fields.push(keyField("keeper", `${random.pick(others).name}!`, "derived"));
    keys.push({ text: "id keeper { id }", names: ["id", "keeper"] });
  }
}

function placeEntity(draft: Draft, object: ObjectModel): void {
  const { random, graph } = draft;
  const members = random.sample(graph.members, 1 + random.int(graph.members.length));
  const [first, ...others] = members.map(() => randomKeys(draft, object));
  // Mostly one member can find it by all that others find it by; chains of keys that lead everywhere are rarer.
  const all = object.keys.filter((key) => [first, ...others].some((keys) => keys?.includes(key)));
  const keys = [random.chance(0.7) ? random.sample(all, all.length) : first, ...others];
  for (const [index, member] of members.entries()) draft.addPlace(object, member, keys[index] ?? []);
}

function randomKeys({ random }: Draft, { keys: [id, ...others] }: ObjectModel): readonly Key[] {
  const keys = [...(id !== undefined && random.chance(0.75) ? [id] : []), ...random.some(others, 0.5)];
  return keys.length > 0 ? random.sample(keys, keys.length) : id === undefined ? [] : [id];
}

/** Entities behind an interface that other members know as one object. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one chance after another, none depends on the others
function addFamily(draft: Draft): void {
  const { random, graph } = draft;
  const types = random.sample(PETS, 2 + random.int(2)).map((name) => entity(name, "Pet"));
  const stances = new Map<string, Stance>();
  for (const [index, member] of random.sample(graph.members, graph.members.length).entries()) {
    const stance: Stance = index === 0 ? "home" : random.pick<Stance>(["object", "object", "plain", "plain", "home"]);
    stances.set(member, stance);
  }
  graph.objects.push(...types);
  draft.stances.set("Pet", stances);
  const object = { ...bare("Pet", "interface-object", "Pet"), keys: [ID] };
  object.fields.push(keyField("id", "ID!", "id"));
  graph.objects.push(object);
  const names = types.map(({ name }) => name);
  const common = newField("nick", random.pick(["String", "String!"]));
  const model = { name: "Pet", types: names, fields: [common], key: ID, places: [] };
  graph.interfaces.push(model);
  for (const [member, stance] of stances) {
    if (stance === "home") for (const type of types) draft.addPlace(type, member, [ID]);
    if (stance === "home") draft.placeAbstract(model, { member, types: names });
    if (stance === "object" && random.chance(0.8)) draft.addPlace(object, member, [ID]);
    if (stance === "plain") for (const type of random.some(types, 0.4)) draft.addPlace(type, member, [ID]);
  }
  const homes = [...stances].flatMap(([member, stance]) => (stance === "home" ? [member] : []));
  for (const type of types) type.fields.push(newField(common.name, common.type, { owners: [...homes] }));
}

/** An interface without a key: `id` and a field more that its types have somewhere. */
function addInterface(draft: Draft, name: string): void {
  const { random, graph } = draft;
  const entities = draft.entities().filter(({ family, name: own }) => family === own);
  const values = graph.objects.filter(({ kind }) => kind === "value");
  const types = [...random.sample(entities, 1 + random.int(3)), ...random.sample(values, random.int(2))];
  const fields = Array.from({ length: random.int(3) }, (_, index) => ({
    name: `${name.toLowerCase()}${index}`,
    type: random.pick(["String", "Int!", "[String!]", "Colour", "Blob"]),
    args: random.chance(0.3) ? ["upTo: Int = 2"] : [],
  }));
  for (const type of types) {
    if (type.kind === "value" && !type.fields.some((field) => field.name === "id"))
      type.fields.push(newField("id", "ID!"));
    const members = type.places.map(({ member }) => member);
    for (const field of fields) {
      const owners = random.sample(members, random.chance(0.7) ? 1 : 2);
      type.fields.push(newField(field.name, field.type, { args: field.args, owners }));
    }
  }
  graph.interfaces.push({ name, types: types.map((type) => type.name), fields, key: null, places: [] });
}

function addUnion(draft: Draft, name: string): void {
  const { random, graph } = draft;
  const [pets, others] = [
    draft.entities().filter((type) => type.family !== type.name),
    graph.objects.filter((type) => type.kind === "value" || (type.kind === "entity" && type.family === type.name)),
  ];
  const types = [...random.sample(others, 2 + random.int(3)), ...random.sample(pets, random.int(2))];
  graph.unions.push({ name, types: types.map((type) => type.name), places: [] });
}
