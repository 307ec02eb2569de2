import type { CheckLevel, CheckResult, Finding } from "#adapters/manifest/kit/conformance-report.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Every check of a subgraph server. Ids are never changed, and never used again for another check. */
const SUBGRAPH_CHECKS = {
  "MUST-SUBGRAPH-ADDRESS-ALLOWED": told(
    "其网址可访问，且有签名密钥",
    "its address may be asked from here, and there is a key to sign requests with",
  ),
  "MUST-SUBGRAPH-ANSWERS": told("服务应答 { _service { sdl } }", "the server answers { _service { sdl } }"),
  "MUST-SUBGRAPH-SCHEMA": told(
    "其 schema 可读，且为 Federation 2",
    "its schema can be read, and is one of Federation 2",
  ),
  "MUST-SUBGRAPH-KINDS-READ": told(
    "说节点契约的，其 hubNodeInformation 可读",
    "where it speaks the node contract, its hubNodeInformation can be read",
  ),
  "MUST-SUBGRAPH-FITS": told(
    "与现有的图相合：不占他人的类型与字段，可组合",
    "it fits the graph as it is: it takes nothing of another owner's, and composes",
  ),
  "SHOULD-SUBGRAPH-ENTITIES": told("应答 _entities 查询", "it answers { _entities }"),
  "SHOULD-SUBGRAPH-KINDS-TRUE": told("所说的种类与其 schema 相符", "its schema bears out the kinds that it tells"),
  "SHOULD-SUBGRAPH-AS-CHECKED": told(
    "服务现在的 schema 就是上线时检查过的",
    "the server's schema is now what it was when this version was checked",
  ),
  "MAY-SUBGRAPH-DESCRIBED": told("类型与字段有中英文说明", "types and fields are described in Chinese and English"),
  "MAY-SUBGRAPH-SEARCHED": told(
    "说节点契约，其记录可被检索",
    "it speaks the node contract, by which its records are searched",
  ),
} as const satisfies Record<`${CheckLevel}-SUBGRAPH-${string}`, Bilingual>;

export type SubgraphCheckId = keyof typeof SUBGRAPH_CHECKS;

/** Gathers what the checks find; one of which nothing was found out is skipped. */
export class SubgraphRun {
  readonly #found = new Map<SubgraphCheckId, readonly Finding[]>();

  /** No finding: it holds. */
  found(id: SubgraphCheckId, findings: readonly Finding[]): void {
    this.#found.set(id, findings.slice(0, MOST_FINDINGS));
  }

  get results(): readonly CheckResult[] {
    return (Object.keys(SUBGRAPH_CHECKS) as SubgraphCheckId[]).map((id) => {
      const findings = this.#found.get(id);
      const outcome = findings === undefined ? "skipped" : findings.length === 0 ? "passed" : "failed";
      const level = id.slice(0, id.indexOf("-")) as CheckLevel;
      return { id, level, outcome, title: SUBGRAPH_CHECKS[id], findings: findings ?? [] };
    });
  }
}

/** No more of what one check found is told. */
const MOST_FINDINGS = 20;

function told(zh: string, en: string): Bilingual {
  return { zh, en };
}
