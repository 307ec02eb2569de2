import { once } from "node:events";
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from "graphql";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { OperationOutcome, RequestScope, RunOperation } from "#gateway/http/operation.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { identifierError } from "#subgraphs/runtime/operation-error.ts";

const schema = buildSchema(`
  type Query { hello(name: String = "world"): String, slow: String, boom: String, wait: String, down: String, number: String, big: String, scope: Scope }
  type Mutation { touch: Int }
  type Scope { requestId: String, language: String, partition: String, wantsSources: Boolean, traceparent: String, budgetMs: Int, nodes: [String] }
`);

export interface SampleEngine {
  readonly run: RunOperation;
  /** Signals of the operations that asked for `slow` or `wait`. */
  readonly signals: AbortSignal[];
  /** Lets every `wait` answer. */
  release(): void;
}

/** graphql-js over a toy schema behind the face that the real engine has. */
export function createSampleEngine(secret = "http://10.0.0.5/internal?token=abc"): SampleEngine {
  const signals: AbortSignal[] = [];
  const gate = new EventTarget();
  const root = (scope: RequestScope) => ({
    hello: ({ name }: { name: string }) => `hello ${name}`,
    slow: async () => {
      signals.push(scope.signal);
      await once(scope.signal, "abort");
      return "late";
    },
    wait: async () => {
      signals.push(scope.signal);
      await once(gate, "open");
      return "waited";
    },
    boom: () => {
      throw new Error(`planted ${secret}`);
    },
    down: () => {
      throw new UpstreamError(
        "toy-portal",
        { kind: "rejected", status: 500, reason: secret },
        { cause: new Error(secret) },
      );
    },
    number: () => {
      throw identifierError({
        code: "CHECK_DIGIT_MISMATCH",
        message: { zh: "校验位应为 6", en: "the check digit must be 6" },
        expected: "6",
      });
    },
    big: () => "成渝".repeat(2_000),
    touch: () => 1,
    scope: () => ({
      ...scope,
      budgetMs: Math.round(scope.deadline - Date.now()),
      nodes: [...scope.nodeCredentials.keys()],
    }),
  });
  return {
    signals,
    release: () => gate.dispatchEvent(new Event("open")),
    run: async (operation, scope) => {
      if (operation.operationName === "Crash") throw new Error(`planted ${secret}`);
      const refuse = (errors: readonly GraphQLError[]): OperationOutcome => ({
        kind: "request-error",
        body: { errors: errors.map((error) => toGraphQLError(error, scope)) },
      });
      const document = parse(operation.query);
      const errors = validate(schema, document);
      if (errors.length > 0) return refuse(errors);
      const coercion = checkVariables(document, operation.operationName, operation.variables ?? {});
      if (coercion.length > 0) return refuse(coercion);
      const result: ExecutionResult = await execute({
        schema,
        document,
        rootValue: root(scope),
        variableValues: operation.variables ?? {},
        operationName: operation.operationName ?? null,
      });
      return {
        kind: "executed",
        body: {
          data: result.data ?? null,
          ...(result.errors ? { errors: result.errors.map((error) => toGraphQLError(error, scope)) } : {}),
        },
      };
    },
  };
}

function checkVariables(
  document: DocumentNode,
  name: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  const operation = getOperationAST(document, name);
  if (!operation)
    return [new GraphQLError("no such operation", { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } })];
  return getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors ?? [];
}
