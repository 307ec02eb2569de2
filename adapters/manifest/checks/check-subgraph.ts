import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import { checkIdentity } from "./check-identity.ts";
import { checkSecretsIn } from "./check-secrets.ts";

/** Every mistake in the meaning of a subgraph file whose form is right. */
export function checkSubgraph(subgraph: SubgraphFile): readonly FoundProblem[] {
  return [...checkIdentity(subgraph), ...checkSecretsIn(subgraph.url, ["url"]), ...checkAddress(subgraph)];
}

function* checkAddress({ url }: SubgraphFile): Iterable<FoundProblem> {
  if (new URL(url).hash === "") return;
  yield {
    code: "ADDRESS",
    path: ["url"],
    message: {
      zh: "网址中不能有 # 及其后的部分：它从不发给服务",
      en: "An address with # : what follows is never sent to a server",
    },
    suggestion: { zh: `写作 ${url.replace(/#.*$/s, "")}`, en: `Write ${url.replace(/#.*$/s, "")}` },
  };
}
