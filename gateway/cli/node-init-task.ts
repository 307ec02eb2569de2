import { NODE_CODE_FORM } from "#adapters/manifest/format/owner-format.ts";
import { draftManifest } from "#adapters/manifest/kit/draft-manifest.ts";
import { sniffSource } from "#adapters/manifest/kit/sniff-source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { draftSubgraph } from "#gateway/registry/subgraph/draft-subgraph.ts";
import { offerOf } from "#gateway/registry/subgraph/subgraph-offer.ts";
import type { NodeTask } from "./node-task.ts";
import { describeFailure, sniffSubgraph } from "./own-subgraph.ts";

const LOOK_MS = 25_000;
const USAGE_ERROR = 2;

export const initTask: NodeTask = {
  name: "init",
  usage: "init CODE [--from URL | --subgraph URL]",
  summary: {
    zh: "输出一份带注释的清单草稿；--from 先读一次该列表地址，写入所见；--subgraph 改为 Federation 子图服务的文件",
    en: "writes a commented manifest to begin with; --from asks that address of a list once and puts in what it sees; --subgraph: the file of a Federation subgraph server instead",
  },
  examples: [
    "init wuhu > wuhu.yaml",
    "init wuhu --from 'http://portal.example.cn/api/list?pageNo=1&pageSize=20' > wuhu.yaml",
    "init wuhu --subgraph https://graphql.example.cn/graphql > wuhu.yaml",
  ],
  options: { from: "string", subgraph: "string" },
  words: [1, 1],
  run: async (given) => {
    const [code = ""] = given.words;
    const from = given.text("from");
    const subgraph = given.text("subgraph");
    const url = from === undefined ? null : URL.parse(from);
    const isWrong =
      [from, subgraph].some((address) => address !== undefined && !isWebAddress(address)) ||
      (from !== undefined && subgraph !== undefined);
    if (!NODE_CODE_FORM.test(code) || isWrong) {
      process.stderr.write(
        "代码为小写字母开头的 2 至 31 个字母、数字、连字符（不在末尾、不相连），不得为 hub；--from 或 --subgraph 为 http(s) 地址 / a code is 2 to 31 letters (lower case), digits and hyphens (none at the end, no two in a row), and not hub; --from or --subgraph takes an http(s) address\n",
      );
      return USAGE_ERROR;
    }
    if (subgraph !== undefined) return initSubgraph(code, subgraph);
    try {
      const sniffed = url === null ? null : await sniffSource(url, AbortSignal.timeout(LOOK_MS));
      process.stdout.write(draftManifest({ code, url, sniffed }));
      return 0;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const { kind } = error.failure;
      process.stderr.write(`无法读取该地址（${kind}） / The address cannot be read (${kind})\n`);
      return 1;
    }
  },
};

async function initSubgraph(code: string, url: string): Promise<number> {
  const read = await sniffSubgraph(code, url);
  if (read.ok) process.stdout.write(draftSubgraph({ code, url, offer: offerOf(read.words) }));
  else process.stderr.write(describeFailure(read.problems));
  return read.ok ? 0 : 1;
}

function isWebAddress(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? "");
}
