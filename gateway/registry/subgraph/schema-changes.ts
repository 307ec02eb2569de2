import { type DocumentNode, parse, print, visit } from "graphql";
import type { Finding } from "#adapters/manifest/kit/conformance-report.ts";
import type { SubgraphWords } from "#gateway/members/elsewhere/read-subgraph.ts";
import { fieldsOf, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Names in one line. */
const MOST_NAMES = 12;

/** What a server says now and did not say when it was checked; both have been read before. */
export function schemaChanges(before: SubgraphWords, now: SubgraphWords): readonly Finding[] {
  const [old, young] = [partsOf(parse(before.sdl)), partsOf(parse(now.sdl))];
  const added = [...young.keys()].filter((name) => !old.has(name));
  const removed = [...old.keys()].filter((name) => !young.has(name));
  const changed = [...young].filter(([name, text]) => old.has(name) && old.get(name) !== text).map(([name]) => name);
  const isOtherwise = print(parse(before.sdl)) !== print(parse(now.sdl));
  const findings = [
    ...tell({ zh: "新增", en: "added" }, added),
    ...tell({ zh: "已没有", en: "gone" }, removed),
    ...tell({ zh: "已改变", en: "changed" }, changed),
    ...(JSON.stringify(before.kinds) === JSON.stringify(now.kinds) ? [] : [say(KINDS)]),
  ];
  if (findings.length > 0) return [...findings, say(WHAT_TO_DO)];
  return isOtherwise ? [say(SMALL), say(WHAT_TO_DO)] : [];
}

const KINDS: Bilingual = { zh: "hubNodeInformation 已改变", en: "hubNodeInformation has changed" };
const SMALL: Bilingual = { zh: "仅次序或说明不同", en: "only order or descriptions differ" };
const WHAT_TO_DO: Bilingual = {
  zh: "在用的仍是检查过的 schema；要改用新的：提高 version，再 register、promote",
  en: "what was checked stays in use; to take the new one: raise version, then register and promote",
};

function say(message: Bilingual): Finding {
  return { about: null, message };
}

function tell({ zh, en }: Bilingual, names: readonly string[]): readonly Finding[] {
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMES;
  const list = names.slice(0, MOST_NAMES).join(", ");
  return [
    say({
      zh: `${zh} ${list}${more > 0 ? ` 等 ${names.length} 项` : ""}`,
      en: `${en}: ${list}${more > 0 ? ` and ${more} more` : ""}`,
    }),
  ];
}

/** Types without their fields, and fields, each by its name with its text; descriptions aside. */
function partsOf(document: DocumentNode): ReadonlyMap<string, string> {
  const bare = visit(document, {
    enter: (node) =>
      "description" in node && node.description !== undefined ? { ...node, description: undefined } : undefined,
  });
  const parts = new Map<string, string>();
  for (const type of typesOf(bare).values()) {
    const fields = fieldsOf(type);
    const heads = type.parts.map((part) => print("fields" in part ? { ...part, fields: [] } : part)).sort();
    if (fields.length === 0 || !type.parts.every(({ kind }) => kind.endsWith("Extension")))
      parts.set(type.name, heads.join("\n"));
    for (const field of fields) parts.set(`${type.name}.${field.name.value}`, print(field));
  }
  return parts;
}
