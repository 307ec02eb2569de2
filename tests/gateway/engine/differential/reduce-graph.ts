import type { Graph, ObjectModel } from "./graph-model.ts";
import type { StillDiffers } from "./reduce-operation.ts";

/** The smallest graph to be had by leaving out fields, keys, places and members that still differs. */
export async function reduceGraph(graph: Graph, differs: StillDiffers<Graph>): Promise<Graph> {
  let smallest = graph;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const change of changes(smallest)) {
      const candidate = change(structuredClone(smallest));
      if (JSON.stringify(shape(candidate)) === JSON.stringify(shape(smallest)) || !(await differs(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
    }
  }
  return smallest;
}

type Change = (graph: Graph) => Graph;

function changes(graph: Graph): readonly Change[] {
  return [
    ...graph.members.map((name): Change => (draft) => withoutMember(draft, name)),
    ...graph.unions.map(({ name }): Change => (draft) => ({ ...draft, unions: draft.unions.filter((it) => it.name !== name) })),
    ...graph.interfaces.map(
      ({ name }): Change => (draft) => ({ ...draft, interfaces: draft.interfaces.filter((it) => it.name !== name) }),
    ),
    ...graph.objects.map(({ name }): Change => (draft) => ({ ...draft, objects: draft.objects.filter((it) => it.name !== name) })),
    ...graph.objects.flatMap((object) => changesOf(object)),
  ];
}

function changesOf({ name, fields, places }: ObjectModel): readonly Change[] {
  const inObject = (change: (object: ObjectModel) => void): Change => (draft) => {
    const object = draft.objects.find((candidate) => candidate.name === name);
    if (object !== undefined) change(object);
    return draft;
  };
  const inField = (field: string, change: (field: ObjectModel["fields"][number]) => void): Change =>
    inObject((object) => object.fields.filter((it) => it.name === field).forEach(change));
  return [
    ...fields.map((field) => inObject((object) => remove(object.fields, (it) => it.name === field.name))),
    ...places.map(({ member }) => inObject((object) => leave(object, member))),
    ...places.flatMap(({ member, keys }) =>
      keys.map(({ key }) =>
        inObject((object) => {
          const place = object.places.find((it) => it.member === member);
          if (place !== undefined && place.keys.length > 1) remove(place.keys, (it) => it.key.text === key.text);
        }),
      ),
    ),
    ...fields.flatMap((field) => [
      ...field.owners.map((member) => inField(field.name, (it) => remove(it.owners, (owner) => owner === member))),
      ...field.externals.map((member) => inField(field.name, (it) => remove(it.externals, (owner) => owner === member))),
      inField(field.name, (it) => it.provides.clear()),
      inField(field.name, (it) => (it.args as string[]).splice(0)),
      inField(field.name, (it) => {
        it.isHidden = false;
        it.looserIn = null;
      }),
    ]),
  ];
}

function withoutMember(graph: Graph, member: string): Graph {
  for (const object of graph.objects) leave(object, member);
  for (const abstract of [...graph.interfaces, ...graph.unions]) remove(abstract.places, (place) => place.member === member);
  return { ...graph, members: graph.members.filter((name) => name !== member) };
}

function leave(object: ObjectModel, member: string): void {
  remove(object.places, (place) => place.member === member);
  for (const { owners, externals } of object.fields) {
    remove(owners, (owner) => owner === member);
    remove(externals, (owner) => owner === member);
  }
  remove(object.fields, ({ part, owners, externals }) => part === null && owners.length + externals.length === 0);
}

function remove<Item>(items: Item[], isGone: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !isGone(item)));
}

/** Maps count as well. */
function shape(graph: Graph): unknown {
  return JSON.parse(JSON.stringify(graph, (_key, value: unknown) => (value instanceof Map ? [...value] : value)));
}
