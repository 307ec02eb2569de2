import type { ASTNode } from "@marcbachmann/cel-js";

/** Macros that run over a list or the keys of a map. */
const LOOPS = new Set(["all", "exists", "exists_one", "map", "filter"]);
/** Names of the functions that an expression is given in place of what is not bounded. */
export const GUARDS = {
  step: "hubStep",
  each: "hubEach",
  sized: "hubSized",
  matches: "hubMatches",
  joinable: "hubJoinable",
} as const;

/** The expression anew, with every loop, growth and pattern under guard. */
export function printGuarded(node: ASTNode): string {
  switch (node.op) {
    case "value":
      return node.input.slice(node.range.start, node.range.end);
    case "id":
      return node.args;
    case ".":
      return `${printGuarded(node.args[0])}.${node.args[1]}`;
    case "[]":
      return `${printGuarded(node.args[0])}[${printGuarded(node.args[1])}]`;
    case "call":
      return `${node.args[0]}(${printAll(node.args[1])})`;
    case "rcall":
      return printMethod(...node.args);
    case "list":
      return `[${printAll(node.args)}]`;
    case "map":
      return `{${node.args.map(([key, value]) => `${printGuarded(key)}: ${printGuarded(value)}`).join(", ")}}`;
    default:
      return printOperator(node);
  }
}

function printOperator(node: ASTNode): string {
  switch (node.op) {
    case "?:": {
      const [condition, yes, no] = node.args;
      return `(${printGuarded(condition)} ? ${printGuarded(yes)} : ${printGuarded(no)})`;
    }
    case "!_":
      return `(!${printGuarded(node.args)})`;
    case "-_":
      return `(-${printGuarded(node.args)})`;
    case "+":
      return `${GUARDS.sized}(${printBinary("+", node.args)})`;
    case "||":
    case "&&":
    case "!=":
    case "==":
    case "in":
    case "-":
    case "*":
    case "/":
    case "%":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(${printBinary(node.op, node.args)})`;
    default:
      throw new Error(`${node.op} is not part of the language`);
  }
}

function printBinary(operator: string, [left, right]: readonly [ASTNode, ASTNode]): string {
  return `${printGuarded(left)} ${operator} ${printGuarded(right)}`;
}

function printMethod(name: string, receiver: ASTNode, args: readonly ASTNode[]): string {
  const on = printGuarded(receiver);
  if (name === "matches") return `${on}.${GUARDS.matches}(${printAll(args)})`;
  if (name === "join") return `${GUARDS.sized}(${GUARDS.joinable}(${on}).join(${printAll(args)}))`;
  if (name === "split") return `${GUARDS.sized}(${on}.split(${printAll(args)}))`;
  if (!LOOPS.has(name)) return `${on}.${name}(${printAll(args)})`;
  const [variable, ...bodies] = args.map(printGuarded);
  return `${GUARDS.each}(${on}).${name}(${variable}, ${bodies.map((body) => `${GUARDS.step}(${body})`).join(", ")})`;
}

function printAll(nodes: readonly ASTNode[]): string {
  return nodes.map(printGuarded).join(", ");
}
