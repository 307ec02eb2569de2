import { type ConstArgumentNode, type ConstDirectiveNode, Kind } from "graphql";

// Directives of the join spec: https://specs.apollo.dev/join/v0.5/

type Value = NonNullable<ConstDirectiveNode["arguments"]>[number]["value"];

export function textOf({ arguments: given = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

export function graphOf(node: ConstDirectiveNode): string | undefined {
  const graph = node.name.value.startsWith("join__") ? argumentOf(node, "graph") : undefined;
  return graph?.kind === Kind.ENUM ? graph.value : undefined;
}

export function isTrue(node: ConstDirectiveNode, name: string): boolean {
  const value = argumentOf(node, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}

export const isJoin = ({ name }: ConstDirectiveNode) => name.value === "join__field";

export function withArgument(
  node: ConstDirectiveNode,
  name: string,
  change: (value: Value) => Value,
): ConstDirectiveNode {
  const given = (node.arguments ?? []).map((argument) =>
    argument.name.value === name ? { ...argument, value: change(argument.value) } : argument,
  );
  return { ...node, arguments: given };
}

export function joinField(graph: string | undefined, flags: readonly string[] = []): ConstDirectiveNode {
  return joined("join__field", graph, flags);
}

export function joinType(graph: string): ConstDirectiveNode {
  return joined("join__type", graph, []);
}

function joined(directive: string, graph: string | undefined, flags: readonly string[]): ConstDirectiveNode {
  const argument = (name: string, value: Value): ConstArgumentNode => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value,
  });
  const given = flags.map((flag) => argument(flag, { kind: Kind.BOOLEAN, value: true }));
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: directive },
    arguments: [argument("graph", { kind: Kind.ENUM, value: graph ?? "" }), ...given],
  };
}

function argumentOf({ arguments: given = [] }: ConstDirectiveNode, name: string): Value | undefined {
  return given.find((argument) => argument.name.value === name)?.value;
}
