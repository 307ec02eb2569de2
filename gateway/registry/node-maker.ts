import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { KindComparison } from "#adapters/manifest/kit/compare-manifests.ts";
import type { ConformanceReport } from "#adapters/manifest/kit/conformance-report.ts";
import type { GivenPlace } from "#gateway/open-nodes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { Release } from "./node-entry.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { OwnLimits } from "./registry-event.ts";

/** A member of the graph as its text tells it. */
export interface MadeNode extends GivenPlace {
  readonly definition: NodeDefinition;
}

/** What a check is made with. */
export interface CheckParts {
  readonly signal: AbortSignal;
  /** Why the graph that is served would not take it. */
  readonly whyNot: (node: MadeNode) => Promise<readonly NodeProblem[]>;
  /** The version is or was served: what its server said then holds. */
  readonly wasLive: boolean;
}

export interface CheckOutcome {
  readonly report: ConformanceReport;
  /** What its server said of itself: to be kept, since the node is made of it. */
  readonly words?: string;
}

/** A node as the text that its owner gave tells it. */
export interface ToldNode {
  readonly kind: Release["kind"];
  readonly code: string;
  readonly version: string;
  readonly name: Bilingual;
  /** Origins of its sources. */
  readonly hosts: readonly string[];
  /** Asks nobody. Throws SettingsError where a secret is not set. */
  make(limits: OwnLimits): MadeNode | Promise<MadeNode>;
  /** The conformance kit, asking the source itself. */
  check(parts: CheckParts): Promise<CheckOutcome>;
  /** Asks it beside the version that is served, and compares. */
  compare(served: ToldNode | null, signal: AbortSignal): Promise<readonly KindComparison[]>;
  /** Of a node told in a manifest. */
  readonly manifest?: Manifest;
}

export type ReadNode =
  | { readonly ok: true; readonly node: ToldNode }
  | { readonly ok: false; readonly problems: readonly NodeProblem[] };

/**
 * From text to node; whatever is wrong with the text is a problem, never thrown. `words`: what its server said of itself when
 * it was checked.
 */
export type ReadNodeText = (text: string, words?: string) => ReadNode | Promise<ReadNode>;
