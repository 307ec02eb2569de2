import { parentPort, workerData } from "node:worker_threads";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { isAbstractType, parse, printSchema } from "graphql";

const { supergraphSdl } = workerData as { supergraphSdl: string };
const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null } as never);
const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: false });
const api = supergraph.apiSchema();
const whole = supergraph.schema.toGraphQLJSSchema();
const possibleTypes: Record<string, string[]> = {};
for (const type of Object.values(whole.getTypeMap())) {
  if (isAbstractType(type)) possibleTypes[type.name] = whole.getPossibleTypes(type).map(({ name }) => name);
}
parentPort?.postMessage({ apiSdl: printSchema(api.toGraphQLJSSchema()), possibleTypes, fieldNames: [] });
parentPort?.on("message", ({ id, document }: { id: number; document: string }) => {
  try {
    const plan = planner.buildQueryPlan(operationFromDocument(api, parse(document), { validate: false }));
    parentPort?.postMessage({ id, plan: JSON.parse(JSON.stringify({ node: plan.node ?? null })) });
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) });
  }
});
