import { type ASTNode, parse, print, stripIgnoredCharacters, visit } from "graphql";
import type { Finding } from "#adapters/manifest/kit/conformance-report.ts";
import type { SubgraphWords } from "#gateway/members/elsewhere/read-subgraph.ts";
import { fieldsOf, type TypeParts, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Names in one line. */
const MOST_NAMES = 12;

/** What a server says now and did not say when it was checked; both have been read before. */
export function schemaChanges(before: SubgraphWords, now: SubgraphWords): readonly Finding[] {
  const sameKinds = JSON.stringify(before.kinds) === JSON.stringify(now.kinds);
  const isOtherwise = stripIgnoredCharacters(before.sdl) !== stripIgnoredCharacters(now.sdl);
  if (sameKinds && !isOtherwise) return [];
  const { added, removed, changed } = isOtherwise ? differences(before.sdl, now.sdl) : SAME;
  const findings = [
    ...tell({ zh: "新增", en: "added" }, added),
    ...tell({ zh: "已没有", en: "gone" }, removed),
    ...tell({ zh: "已改变", en: "changed" }, changed),
    ...(sameKinds ? [] : [say(KINDS)]),
  ];
  return [...(findings.length > 0 ? findings : [say(SMALL)]), say(WHAT_TO_DO)];
}

interface Differences {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

const SAME: Differences = { added: [], removed: [], changed: [] };

/** By names of types and fields. */
function differences(before: string, now: string): Differences {
  const [all, others] = [typesIn(before), typesIn(now)];
  // Types that are told by the same words are not looked into: most of them are.
  const isOther = ([name]: readonly [string, TypeText]) => all.get(name)?.text !== others.get(name)?.text;
  const [old, young] = [partsOf([...all].filter(isOther)), partsOf([...others].filter(isOther))];
  return {
    added: [...young.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !young.has(name)),
    changed: [...young].flatMap(([name, text]) => (old.has(name) && old.get(name) !== text ? [name] : [])),
  };
}

interface TypeText {
  readonly type: TypeParts;
  /** As it stands in the schema. */
  readonly text: string;
}

function typesIn(sdl: string): ReadonlyMap<string, TypeText> {
  const types = [...typesOf(parse(sdl)).values()];
  const textOf = ({ parts }: TypeParts) => parts.map(({ loc }) => sdl.slice(loc?.start, loc?.end)).join("\n");
  return new Map(types.map((type) => [type.name, { type, text: textOf(type) }]));
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
function partsOf(types: readonly (readonly [string, TypeText])[]): ReadonlyMap<string, string> {
  return new Map(
    types.flatMap(([name, { type }]) => {
      const heads = type.parts.map((part) => bare("fields" in part ? { ...part, fields: [] } : part)).sort();
      const fields = fieldsOf(type).map((field) => [`${name}.${field.name.value}`, bare(field)] as const);
      return [[name, heads.join("\n")] as const, ...fields];
    }),
  );
}

function bare(node: ASTNode): string {
  return print(
    visit(node, {
      enter: (one: ASTNode) =>
        "description" in one && one.description !== undefined ? { ...one, description: undefined } : undefined,
    }),
  );
}
