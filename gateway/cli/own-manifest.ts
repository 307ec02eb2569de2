import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { checkMembers } from "#gateway/members/check-members.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import { furtherFieldProblems } from "#gateway/registry/told-manifest.ts";
import { readNodeSchema, schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";

/**
 * Why a hub would not take the manifest: what is wrong with its further fields, or what it takes that belongs to the hub's own
 * nodes. Of other platforms that have joined, the running hub alone can tell.
 */
export async function refusalsHere(manifest: Manifest, text: string): Promise<readonly NodeProblem[]> {
  const further = furtherFieldProblems(manifest, text);
  if (further.length > 0) return further;
  const { code } = manifest;
  const standing = await discoverNodes();
  if (standing.some((node) => node.code === code)) return [TAKEN];
  const schemas = schemasOf(standing);
  const own = standing.flatMap(({ code: node, seesOthers = false }) => {
    const schema = schemas.get(node);
    return schema === undefined ? [] : [{ node, own: schema.own, seesOthers }];
  });
  const coming = readNodeSchema(nodeOf(manifest, { secrets: () => undefined })).own;
  return checkMembers(own, [{ node: code, own: coming, seesOthers: false }]).map(
    ({ code: name, message, suggestion, place }) => {
      const path = place === null ? null : [place.type, place.field].filter((part) => part !== null).join(".");
      return { code: name, message, suggestion, path, line: null, column: null };
    },
  );
}

const TAKEN: NodeProblem = {
  code: "CODE_TAKEN",
  message: { zh: "这是枢纽自带节点的代码", en: "This is the code of a node of the hub itself" },
  suggestion: { zh: "为平台另取一个代码", en: "Choose another code for the platform" },
  line: null,
  column: null,
  path: "code",
};
