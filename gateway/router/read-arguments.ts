import { parseArgs } from "node:util";

/** What was said on the command line of `node gateway/main.ts`. */
export type Arguments =
  | { readonly kind: "start"; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: "help" }
  | { readonly kind: "mistake"; readonly message: string };

/** Each stands for a variable of the environment and wins over it. */
const VARIABLES = { supergraph: "SUPERGRAPH_FILE", port: "PORT", host: "HOST" } as const;

export const USAGE = `用法 / Usage: node gateway/main.ts [--supergraph FILE] [--port N] [--host NAME]

  --supergraph FILE  提供任意组合后的 Federation 2 supergraph，子图按其中的地址访问（SUPERGRAPH_FILE）
                     serve any composed Federation 2 supergraph; its subgraphs are asked at the addresses in it
                     收到 SIGHUP 后重新读取 / read again on SIGHUP
  --port N           监听端口，0 为任意空闲端口（PORT，默认 4000）
                     port to listen on, 0 for any that is free
  --host NAME        监听地址（HOST，默认 127.0.0.1）
                     address to listen on
  --help             显示本说明 / shows this

不带 --supergraph 时启动枢纽本身。 / Without --supergraph the hub itself is started.
`;

export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        supergraph: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help === true) return { kind: "help" };
    const variables: Record<string, string> = {};
    for (const [name, variable] of Object.entries(VARIABLES)) {
      const value = values[name as keyof typeof VARIABLES];
      if (value === "") return { kind: "mistake", message: `--${name} 缺少值 / --${name} needs a value` };
      if (value !== undefined) variables[variable] = value;
    }
    return { kind: "start", variables };
  } catch (error) {
    return { kind: "mistake", message: error instanceof Error ? error.message : String(error) };
  }
}
