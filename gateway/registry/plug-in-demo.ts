import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { DemoRunner } from "./demo-runner.ts";
import type { Asked, NodeDesk } from "./node-desk.ts";
import { releaseInGraph } from "./node-entry.ts";
import type { NodeRegistry } from "./node-registry.ts";
import type { NodeTold } from "./node-told.ts";

export interface DemoDesk {
  /** Starts the stand-ins of demo platforms and plugs these in as anybody's: registered, checked, live. */
  plugIn(names: readonly string[], signal: AbortSignal): Promise<{ readonly nodes: readonly NodeTold[] } | Refusal>;
}

export interface DemoDeskParts {
  readonly demos: DemoRunner;
  readonly nodes: NodeDesk;
  readonly registry: NodeRegistry;
}

export function createDemoDesk({ demos, nodes, registry }: DemoDeskParts): DemoDesk {
  const plugInOne = async (name: string, signal: AbortSignal): Promise<NodeTold | Refusal> => {
    const demo = await demos.run(name, registry.of(name));
    const asked: Asked = { code: demo.code, by: "OPERATOR" };
    const served = releaseInGraph(registry.of(demo.code));
    if (
      served?.stage === "LIVE" &&
      registry.of(demo.code)?.releases.at(-1) === served &&
      demo.text.includes(served.hosts[0] ?? "?")
    )
      return nodes.show(asked);
    const registered = await nodes.register(asked, demo.text);
    if (isRefusal(registered)) return registered;
    const version = registered.releases.at(-1)?.version;
    const checked = await nodes.check(asked, version, signal);
    return isRefusal(checked) ? checked : nodes.promote(asked, version);
  };
  return {
    plugIn: async (names, signal) => {
      const unknown = names.filter((name) => !demos.names.includes(name));
      if (unknown.length > 0) return noDemo(unknown, demos.names);
      const done: NodeTold[] = [];
      for (const name of names) {
        const node = await plugInOne(name, signal);
        if (isRefusal(node)) return node;
        done.push(node);
      }
      return { nodes: done };
    },
  };
}

function noDemo(unknown: readonly string[], names: readonly string[]): Refusal {
  if (names.length === 0)
    return refuse("ADMIN_CONFLICT", {
      zh: "HUB_SANDBOXES=off 时没有演示平台",
      en: "with HUB_SANDBOXES=off there are no demo platforms",
    });
  const [wanted, there] = [unknown.join(", "), names.join(", ")];
  return refuse("BAD_REQUEST", {
    zh: `没有演示平台 ${wanted}；可选 ${there}`,
    en: `there is no demo platform ${wanted}; there are ${there}`,
  });
}
