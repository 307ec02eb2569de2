import { NODE_CODE_FORM } from "#adapters/manifest/format/owner-format.ts";
import { draftManifest } from "#adapters/manifest/kit/draft-manifest.ts";
import { sniffSource } from "#adapters/manifest/kit/sniff-source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { NodeTask } from "./node-task.ts";

const LOOK_MS = 25_000;
const USAGE_ERROR = 2;

export const initTask: NodeTask = {
  name: "init",
  usage: "init CODE [--from URL]",
  summary: {
    zh: "输出一份带注释的清单草稿；--from 先读一次该列表地址，写入所见",
    en: "writes a commented manifest to begin with; --from asks that address of a list once and puts in what it sees",
  },
  examples: [
    "init wuhu > wuhu.yaml",
    "init wuhu --from 'http://portal.example.cn/api/list?pageNo=1&pageSize=20' > wuhu.yaml",
  ],
  options: { from: "string" },
  words: [1, 1],
  run: async (given) => {
    const [code = ""] = given.words;
    const from = given.text("from");
    const url = from === undefined ? null : URL.parse(from);
    const isWrong = from !== undefined && (url === null || !/^https?:$/.test(url.protocol));
    if (!NODE_CODE_FORM.test(code) || isWrong) {
      process.stderr.write(
        "代码为小写字母开头的 2 至 31 个字母、数字、连字符（不在末尾、不相连），不得为 hub；--from 为 http(s) 地址 / a code is 2 to 31 letters (lower case), digits and hyphens (none at the end, no two in a row), and not hub; --from takes an http(s) address\n",
      );
      return USAGE_ERROR;
    }
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
