import type { CheckResult, ConformanceReport } from "#adapters/manifest/kit/conformance-report.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { type GraphMembers, MemberKeeper } from "#gateway/registry/member-keeper.ts";
import { NodeDesk } from "#gateway/registry/node-desk.ts";
import type { ReadNodeText } from "#gateway/registry/node-maker.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import { openRegistry } from "#gateway/registry/node-registry.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

/** What a test writes as a node's text, as JSON. */
export interface Told {
  readonly code: string;
  readonly version: string;
  readonly hosts?: readonly string[];
  /** Ids of checks that fail. */
  readonly fails?: readonly string[];
  /** Its sources, as a manifest tells them. */
  readonly sources?: Readonly<Record<string, { readonly politeness?: object }>>;
  /** The graph does not take it. */
  readonly clashes?: boolean;
}

export function told(parts: Told): string {
  return JSON.stringify(parts);
}

function problem(code: string): NodeProblem {
  const message = { zh: "不行", en: "no" };
  return { code, message, suggestion: null, line: 3, column: 1, path: null };
}

function reportOf({ code, version, fails = [] }: Told): ConformanceReport {
  const result = (id: string, outcome: CheckResult["outcome"]): CheckResult => {
    const level = id.startsWith("MUST") ? "MUST" : "SHOULD";
    return { id, level, outcome, title: { zh: id, en: id }, findings: [] };
  };
  const results = [result("MUST-A", "passed"), ...fails.map((id) => result(id, "failed"))];
  return { code, version, mode: "live", checkedAt: "2026-11-28T00:00:00.000Z", results };
}

/** What servers of nodes elsewhere say of themselves when they are checked; none without it. */
interface Speech {
  now?: string;
}

const readTextWith: (speech: Speech) => ReadNodeText = (speech) => (text, words) => {
  if (!text.startsWith("{")) return { ok: false, problems: [problem("NOT_YAML"), problem("NO_CODE")] };
  const node = JSON.parse(text) as Told;
  const { code, version, hosts = ["http://127.0.0.1:1"] } = node;
  return {
    ok: true,
    node: {
      ...{ kind: "MANIFEST", code, version, hosts, name: { zh: code, en: code } },
      make: (limits) => ({ definition: { code, version, limits, words, clashes: node.clashes ?? false } as never }),
      check: async () => ({ report: reportOf(node), ...(speech.now === undefined ? {} : { words: speech.now }) }),
      compare: async () => [],
      ...(node.sources === undefined ? {} : { manifest: { sources: node.sources } as never }),
    },
  };
};

interface Made extends Told {
  readonly limits: object;
  readonly words?: string;
}

/** A desk over a registry of its own and a graph that notes what it is told. */
export async function openDesk() {
  const folder = await temporaryFolder();
  const graph: string[] = [];
  const forgotten: string[] = [];
  const speech: Speech = {};
  const readText = readTextWith(speech);
  const members: GraphMembers = {
    check: async () => [],
    apply: async ([change]) => {
      if (change?.kind === "remove") graph.push(`- ${change.code}`);
      if (change?.kind !== "put") return { kind: "served" };
      const { code, version, limits, words, clashes } = change.definition as unknown as Made;
      if (clashes === true)
        return {
          kind: "refused",
          problems: [{ ...problem("FOREIGN_TYPE"), place: { type: "Patent", field: "title", line: 7, column: 3 } }],
        };
      const more = [...(Object.keys(limits).length === 0 ? [] : [JSON.stringify(limits)]), ...(words ?? "").split(" ")];
      graph.push([`+ ${code} ${version}`, ...more].filter((part) => part !== "").join(" "));
      return { kind: "served" };
    },
  };
  const open = async () => {
    const clock = new ManualClock();
    const registry = await openRegistry({ dataDir: folder.path, timer: clock, logger: SILENT_LOGGER });
    const keeper = new MemberKeeper({
      ...{
        registry,
        graph: members,
        logger: SILENT_LOGGER,
        read: readText,
        stageChanged: () => {},
        left: async (code: string) => void forgotten.push(code),
      },
      begun: new Map(),
    });
    keeper.follow();
    registry.follow();
    const paused = () => ({ operator: false, owner: false });
    const desk = new NodeDesk({
      registry,
      keeper,
      read: readText,
      paused,
      isBuiltIn: (code) => code === "sichuan",
      shadowOf: () => null,
      driftOf: () => null,
    });
    return { clock, registry, keeper, desk };
  };
  const first = await open();
  return {
    ...first,
    graph,
    /** Nodes whose records were deleted. */
    forgotten,
    speech,
    dataDir: folder.path,
    /** Another gateway on the same data folder and, here, the same graph. */
    open,
    [Symbol.asyncDispose]: async () => {
      await first.keeper.stop();
      first.registry.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
