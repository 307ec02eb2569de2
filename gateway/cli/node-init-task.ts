import { NODE_CODE_FORM } from "#adapters/manifest/format/owner-format.ts";
import { draftManifest } from "#adapters/manifest/kit/draft-manifest.ts";
import { sniffSource } from "#adapters/manifest/kit/sniff-source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { draftSubgraph } from "#gateway/registry/subgraph/draft-subgraph.ts";
import { offerOf } from "#gateway/registry/subgraph/subgraph-offer.ts";
import type { Given, NodeTask } from "./node-task.ts";
import { describeFailure, sniffSubgraph } from "./own-subgraph.ts";
import { writeOut } from "./write-out.ts";

const LOOK_MS = 25_000;
const USAGE_ERROR = 2;
const METHOD_NOT_ALLOWED = 405;

const LOG_IN_PAGE =
  "注意：该地址给出的是登录页（有密码框），草稿中的路径与选择器不会对；先按 GUIDE.md 写 authentication / Note: the address shows a log-in page (it has a field for a password), so paths and selectors of the draft will not fit; first tell authentication, as GUIDE.md shows\n";

export const initTask: NodeTask = {
  name: "init",
  usage: "init CODE [--from URL | --subgraph URL] [--out FILE]",
  summary: {
    zh: "写一份带注释的清单草稿（--out 写入新文件，否则输出）；--from 先读一次该列表地址，写入所见；--subgraph 改为 Federation 子图服务的文件",
    en: "writes a commented manifest to begin with (to a new file with --out, else to the terminal); --from asks that address of a list once and puts in what it sees; --subgraph: the file of a Federation subgraph server instead",
  },
  examples: [
    "init wuhu --out wuhu.yaml",
    "init wuhu --from 'http://portal.example.cn/api/list?pageNo=1&pageSize=20' --out wuhu.yaml",
    "init wuhu --subgraph https://graphql.example.cn/graphql --out wuhu.yaml",
  ],
  options: { from: "string", subgraph: "string", out: "string" },
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
    if (subgraph !== undefined) return initSubgraph(given, code, subgraph);
    try {
      const sniffed = url === null ? null : await sniffSource(url, AbortSignal.timeout(LOOK_MS));
      if (sniffed?.isLogIn === true) process.stderr.write(LOG_IN_PAGE);
      return await writeOut(given, draftManifest({ code, url, sniffed }));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      process.stderr.write(describeLook(error.failure));
      return 1;
    }
  },
};

async function initSubgraph(given: Given, code: string, url: string): Promise<number> {
  const read = await sniffSubgraph(code, url);
  if (read.ok) return writeOut(given, draftSubgraph({ code, url, offer: offerOf(read.words) }));
  process.stderr.write(describeFailure(read.problems));
  return 1;
}

/** What the address said, where that helps: a status, or that it takes POST alone. */
function describeLook(failure: UpstreamFailure): string {
  const told = failure.kind === "rejected" ? `${failure.kind} ${failure.status}` : failure.kind;
  const post =
    failure.kind === "rejected" && failure.status === METHOD_NOT_ALLOWED
      ? "该地址不接受 GET，想必只接受 POST：不带 --from 起草，再写 method: POST 与 form 或 json / The address does not take GET, probably POST alone: draft without --from, then write method: POST with form or json\n"
      : "";
  return `无法读取该地址（${told}） / The address cannot be read (${told})\n${post}`;
}

function isWebAddress(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? "");
}
