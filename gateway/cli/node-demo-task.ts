import type { NodeTold } from "#gateway/registry/node-told.ts";
import { askAdmin } from "./ask-admin.ts";
import { describeNodes } from "./node-print.ts";
import { type NodeTask, print, printJson, say } from "./node-task.ts";

const DEFAULT = ["shanghai", "fujian"];
const DEMO_MS = 310_000;

/** Everything from the file to the graph, in one step. */
export const demoTask: NodeTask = {
  name: "demo",
  usage: "demo [NAME...]",
  summary: {
    zh: "一步接入演示平台（默认上海、福建）：启动模拟站、登记、检查、上线",
    en: "plugs demo platforms in (Shanghai and Fujian by default): starts their stand-ins, registers, checks, takes them live",
  },
  examples: ["demo", "demo fujian"],
  options: {},
  words: [0, 20],
  run: async ({ words, json }) => {
    const names = words.length === 0 ? DEFAULT : words;
    const answer = await askAdmin<{ readonly nodes: readonly NodeTold[] }>("demo", { names }, DEMO_MS);
    if (json) printJson(answer);
    else {
      print(describeNodes(answer.nodes));
      say({
        zh: "已上线，用 node list 查看，用 node remove 移除",
        en: "live; see node list, and node remove to take them out",
      });
    }
    return 0;
  },
};
