import type { Logger } from "#adapters/runtime/logger.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { keyOf, makeRelease, quarantine } from "./member-keeper.ts";
import { type NodeEntry, type Release, releaseInGraph } from "./node-entry.ts";
import type { MadeNode, ReadNodeText } from "./node-maker.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { NodeRegistry } from "./node-registry.ts";

/** A node of the registry that the hub starts with. */
export interface PluggedNode extends MadeNode {
  readonly definition: NodeDefinition;
  /** By what it was made (keyOf). */
  readonly key: string;
  /** It starts, but is not asked. */
  readonly isQuarantined: boolean;
}

export interface PluggingParts {
  readonly registry: NodeRegistry;
  readonly read: ReadNodeText;
  readonly logger: Logger;
}

/** The nodes that the registry has in the graph. One that cannot be made any more is quarantined; the others start. */
export async function readPluggedNodes(parts: PluggingParts): Promise<readonly PluggedNode[]> {
  const plugged = await Promise.all(parts.registry.entries.map((entry) => plugIn(parts, entry)));
  return plugged.filter((node) => node !== undefined);
}

async function plugIn(parts: PluggingParts, entry: NodeEntry): Promise<PluggedNode | undefined> {
  const release = releaseInGraph(entry);
  if (release === undefined) return undefined;
  const made = await makeRelease(parts, entry, release);
  if ("problems" in made) {
    await quarantine(parts, release, { code: entry.code, problems: made.problems });
    return undefined;
  }
  return { ...made.node, key: keyOf(entry, release), isQuarantined: release.stage === "QUARANTINED" };
}

/** Of a node that was made and could not be opened or composed at the start. */
export async function quarantineUnopened(parts: PluggingParts, code: string): Promise<void> {
  const release: Release | undefined = releaseInGraph(parts.registry.of(code));
  if (release !== undefined) await quarantine(parts, release, { code, problems: [NOT_OPENED] });
}

const NOT_OPENED: NodeProblem = {
  code: "CANNOT_OPEN",
  message: {
    zh: "枢纽启动时无法打开该节点或其模式无法组合，见日志",
    en: "at the start of the hub it could not be opened, or its schema did not compose; see the log",
  },
  suggestion: { zh: "修正后执行 node resume", en: "mend it, then node resume" },
  line: null,
  column: null,
  path: null,
};
