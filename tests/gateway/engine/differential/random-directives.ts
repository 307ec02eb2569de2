import type { Draft } from "./draft.ts";
import { type Field, nameIn, type ObjectModel, objectOf, placeOf } from "./graph-model.ts";

/** @provides, @override, @inaccessible, and members that promise less than others. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one chance after another, none depends on the others
export function addDirectives(draft: Draft): void {
  const { random, graph } = draft;
  for (const object of graph.objects) {
    for (const field of object.fields) {
      if (random.chance(0.25)) addProvides(draft, field);
      if (random.chance(0.08)) addOverride(draft, object, field);
      if (random.chance(0.2)) loosen(draft, field);
    }
  }
  for (const object of draft.entities()) {
    for (const field of object.fields) {
      const isKey = field.part !== null;
      const isFixed = field.name === "id" || isOfInterface(draft, object, field) || field.name === "tag";
      if (!isFixed && random.chance(isKey ? 0.3 : 0.05)) field.isHidden = true;
    }
  }
}

function addProvides(draft: Draft, field: Field): void {
  const { random, graph } = draft;
  const [member] = field.owners;
  const type = objectOf(graph, nameIn(field.type));
  if (member === undefined || field.owners.length > 1 || field.part !== null || type?.kind !== "entity") return;
  const isFree = (candidate: Field) =>
    candidate.part === null &&
    candidate.args.length === 0 &&
    candidate.requires === null &&
    candidate.overriddenFrom === null &&
    candidate.owners.length > 0 &&
    !candidate.owners.includes(member) &&
    objectOf(graph, nameIn(candidate.type)) === undefined &&
    draft.abstract(nameIn(candidate.type)) === undefined;
  const provided = random.sample(type.fields.filter(isFree), 1 + random.int(2));
  if (provided.length === 0) return;
  for (const own of provided) {
    own.isProvided = true;
    if (!own.externals.includes(member)) own.externals.push(member);
  }
  field.provides.set(member, provided.map(({ name }) => name).join(" "));
}

function addOverride(draft: Draft, object: ObjectModel, field: Field): void {
  const [from] = field.owners;
  if (from === undefined || field.owners.length > 1 || field.externals.length > 0 || object.kind !== "entity") return;
  if (field.part !== null || field.requires !== null || field.provides.size > 0 || field.isProvided) return;
  const isPossible = (member: string) =>
    member !== from && draft.canHave(nameIn(field.type), member) && !isOfInterface(draft, object, field);
  const members = object.places.flatMap(({ member, keys }) =>
    isPossible(member) && keys.some(({ isResolvable }) => isResolvable) ? [member] : [],
  );
  if (members.length === 0) return;
  const member = draft.random.pick(members);
  draft.ensure(nameIn(field.type), member);
  field.overriddenFrom = from;
  field.owners.splice(0, 1, member);
}

function loosen({ random, graph }: Draft, field: Field): void {
  if (field.owners.length < 2 || !field.type.endsWith("!") || field.part !== null) return;
  if (graph.interfaces.some(({ fields }) => fields.some(({ name }) => name === field.name)) || field.name === "id")
    return;
  field.looserIn = random.pick(field.owners);
}

function isOfInterface({ graph }: Draft, object: ObjectModel, field: Field): boolean {
  return graph.interfaces.some(
    ({ types, fields }) =>
      types.includes(object.name) && (field.name === "id" || fields.some(({ name }) => name === field.name)),
  );
}

/** Where errors and lost entities would be seen or not, as the plan has it, there are none. */
export function markSafe(draft: Draft): void {
  const { graph } = draft;
  for (const object of graph.objects) {
    for (const field of object.fields) {
      const isShared = field.owners.length > 1 || field.isProvided || field.part !== null;
      if (isShared || draft.inputs.has(field)) field.isSafe = field.isWhole = true;
    }
  }
  const seen = new Set<string>();
  for (const name of draft.inputTypes) markWhole(draft, name, seen);
  // A member that promises more than clients are promised loses more of what breaks below.
  const stricter = graph.objects.flatMap(({ fields }) => fields.filter(({ looserIn }) => looserIn !== null));
  for (const { type } of stricter) markWhole(draft, nameIn(type), seen);
  for (const object of graph.objects) {
    for (const place of object.places) place.canLose = canLose(draft, object, place.member);
  }
}

/** Nothing in it takes the object with it. */
function markWhole(draft: Draft, typeName: string, seen: Set<string>): void {
  if (seen.has(typeName)) return;
  seen.add(typeName);
  const names = draft.abstract(typeName)?.types ?? [typeName];
  const fields = draft.graph.objects.flatMap(({ name, fields: own }) => (names.includes(name) ? own : []));
  for (const field of fields) {
    field.isWhole = true;
    if (field.type.includes("!")) markWhole(draft, nameIn(field.type), seen);
  }
}

/** The member alone tells what it tells, nobody needs that for more, and no key of it leads on to what others lead to as well. */
function canLose({ inputs, stances }: Draft, object: ObjectModel, member: string): boolean {
  if (object.kind !== "entity" && object.kind !== "interface-object") return false;
  // Where an interface is at home, the others learn what type an entity is of.
  if (stances.get(object.family)?.get(member) === "home") return false;
  const place = placeOf(object, member);
  const told = object.fields.filter(({ owners, part }) => part === null && owners.includes(member));
  const isAlone = (field: Field) =>
    field.owners.length === 1 &&
    !field.isProvided &&
    !inputs.has(field) &&
    field.externals.length === 0 &&
    field.overriddenFrom === null;
  const leadsOn = object.fields.some(
    ({ name, part }) => part === "derived" && place?.keys[0]?.key.names.includes(name),
  );
  return place?.keys.length === 1 && !leadsOn && told.length > 0 && told.every(isAlone);
}
