import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import { hasPassed } from "#adapters/manifest/kit/conformance-report.ts";
import type { CheckedNode } from "#gateway/registry/node-desk.ts";
import type { NodeTold } from "#gateway/registry/node-told.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { AdminRefusal, askAdmin } from "./ask-admin.ts";
import { describeNodes, describeReport, describeWhole } from "./node-print.ts";
import { type Given, type NodeTask, print, printJson, say, sayAside } from "./node-task.ts";
import { writeOut } from "./write-out.ts";

/** The kit may ask the source for two minutes. */
export const CHECK_MS = 130_000;

/** The kit runs at the hub then, and tells nothing before its end. */
export const AT_THE_HUB: Bilingual = {
  zh: "枢纽正在检查，须访问平台，可能要一两分钟",
  en: "the hub is checking; it asks the platform, which may take a minute or two",
};

/** What the registry of the running hub is asked for. */
export const registryTasks: readonly NodeTask[] = [
  {
    name: "register",
    usage: "register FILE",
    summary: {
      zh: "把清单或子图文件登记为新版本（草稿），不影响正在提供的版本",
      en: "registers a manifest or a subgraph file as a new version (a draft); what is served stays as it is",
    },
    examples: ["register shanghai.yaml"],
    options: {},
    words: [1, 1],
    run: async (given) => {
      const text = await readFile(given.words[0] ?? "", "utf8");
      const node = await askAdmin<NodeTold>(`nodes/${codeIn(text)}/register`, { text });
      return told(given, node, { zh: `已登记 ${latest(node)}`, en: `registered ${latest(node)}` });
    },
  },
  {
    name: "list",
    usage: "list",
    summary: { zh: "列出接入的节点", en: "lists the nodes that were plugged in" },
    examples: ["list", "list --json"],
    options: {},
    words: [0, 0],
    run: async ({ json }) => {
      const answer = await askAdmin<{ readonly nodes: readonly NodeTold[] }>("nodes");
      if (json) printJson(answer);
      else print(describeNodes(answer.nodes));
      return 0;
    },
  },
  {
    name: "show",
    usage: "show CODE [--manifest [--out FILE] | --schema [--out FILE]] [--version VERSION]",
    summary: {
      zh: "一个节点的版本、检查结果、限额与经过；--manifest 输出登记的文件（在用的版本，没有则最新的；--out 写入新文件），--schema 输出子图服务受检时的 schema",
      en: "versions, conformance, limits and history of a node; --manifest prints the file as registered (of the version in use, else the latest; --out: into a new file), --schema what a subgraph server said of itself when it was checked",
    },
    examples: ["show shanghai", "show shanghai --manifest --version 1.0.0 --out shanghai.yaml"],
    options: { manifest: "boolean", schema: "boolean", version: "string", out: "string" },
    words: [1, 1],
    run: async (given) => {
      const path = `nodes/${given.words[0]}`;
      if (given.has("manifest")) {
        const { text } = await askAdmin<{ readonly text: string }>(`${path}/text`, versionOf(given.text("version")));
        return writeOut(given, text);
      }
      if (given.has("schema")) {
        const { sdl } = await askAdmin<{ readonly sdl: string }>(`${path}/schema`, versionOf(given.text("version")));
        return writeOut(given, `${sdl}\n`);
      }
      const node = await askAdmin<NodeTold>(path);
      if (given.json) printJson(node);
      else print(describeWhole(node));
      return 0;
    },
  },
  stepTask("shadow", {
    zh: "影子运行：调用并比较，不对外提供",
    en: "shadow: the version is called and compared, not served",
  }),
  {
    name: "promote",
    usage: "promote CODE [VERSION]",
    summary: {
      zh: "上线：草稿先经检查；新版本取代旧版本，不中断服务",
      en: "takes a version live, a draft after its check; it takes the place of the one before without a gap",
    },
    examples: ["promote shanghai", "promote shanghai 1.1.0"],
    options: {},
    words: [1, 2],
    run: promote,
  },
  stepTask("rollback", {
    zh: "回退到先前上线过的版本（默认上一个）",
    en: "goes back to a version that was live before (by default the last one)",
  }),
  {
    name: "remove",
    usage: "remove CODE [--reason TEXT]",
    summary: {
      zh: "退出：其类型离开图，全部版本停用；历史保留",
      en: "the node leaves: its types leave the graph, all versions are retired; the history stays",
    },
    examples: ['remove shanghai --reason "agreement ended"'],
    options: { reason: "string" },
    words: [1, 1],
    run: async (given) => {
      const reason = given.text("reason") ?? "removed at the command line";
      const node = await askAdmin<NodeTold>(`nodes/${given.words[0]}/remove`, { reason }, REMOVE_MS);
      return told(given, node, node.isLeaving === true ? LEAVING : { zh: "已退出", en: "has left" });
    },
  },
];

/** The graph is composed without it. */
const REMOVE_MS = 60_000;
const LEAVING = { zh: "正在退出，图稍后更新", en: "is leaving: the graph will soon be without it" };

function stepTask(name: "shadow" | "rollback", summary: Bilingual): NodeTask {
  return {
    name,
    usage: `${name} CODE [VERSION]`,
    summary,
    examples: [`${name} shanghai`, `${name} shanghai 1.0.0`],
    options: {},
    words: [1, 2],
    run: async (given) => {
      const [code, version] = given.words;
      const node = await askAdmin<NodeTold>(`nodes/${code}/${name}`, versionOf(version));
      const stage = name === "shadow" ? "SHADOW" : "LIVE";
      const moved = node.releases.find(({ lifecycle }) => lifecycle === stage)?.version ?? node.version;
      return told(given, node, { zh: `${moved} ${stage}`, en: `${moved} ${stage}` });
    },
  };
}

/** A draft is checked first. */
async function promote(given: Given): Promise<number> {
  const [code, version] = given.words;
  const shown = await askAdmin<NodeTold>(`nodes/${code}`);
  const wanted = shown.releases.findLast((release) =>
    version === undefined ? ["DRAFT", "CHECKED", "SHADOW"].includes(release.lifecycle) : release.version === version,
  );
  if (wanted?.lifecycle === "DRAFT") {
    sayAside(given, AT_THE_HUB);
    const { report } = await askAdmin<CheckedNode>(`nodes/${code}/check`, { version: wanted.version }, CHECK_MS);
    if (!given.json) print(describeReport(report));
    if (!hasPassed(report)) {
      if (given.json) printJson({ report });
      return 1;
    }
  }
  const node = await askAdmin<NodeTold>(`nodes/${code}/promote`, versionOf(wanted?.version ?? version), CHECK_MS);
  return told(given, node, { zh: `${node.version} 已上线`, en: `${node.version} is live` });
}

export function told({ json }: Given, node: NodeTold, words: Bilingual): number {
  if (json) printJson(node);
  else say({ zh: `${node.code}：${words.zh}`, en: `${node.code}: ${words.en}` });
  return 0;
}

export function versionOf(version: string | undefined): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

function latest({ releases }: NodeTold): string {
  return releases.at(-1)?.version ?? "";
}

/** Enough to address the hub; what is wrong with the rest it says itself. */
function codeIn(text: string): string {
  const code = codeOf(text);
  if (code !== undefined) return code;
  const read = readNodeFile(text);
  throw new AdminRefusal(
    "文件读不出节点代码（code:） / No node code (code:) can be read in the file",
    "NODE_REFUSED",
    read.ok ? [] : read.problems,
  );
}

function codeOf(text: string): string | undefined {
  try {
    const { code } = parse(text, { maxAliasCount: 0 }) as { readonly code?: unknown };
    return typeof code === "string" && /^[a-z][a-z0-9-]{1,30}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
