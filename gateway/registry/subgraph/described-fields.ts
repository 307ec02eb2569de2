import type { DocumentNode } from "graphql";
import type { Finding } from "#adapters/manifest/kit/conformance-report.ts";
import { fieldsOf, keysOf, outerFields, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";

const BOTH_LANGUAGES = /\p{Script=Han}[\s\S]*[A-Za-z]{2}/u;
/** What Federation and the node contract ask for needs no words. */
const HIDDEN = /^(?:_|hubNode)/i;

/** Types and fields without a description in Chinese and English: clients read them in the page at `/`. */
export function undescribed(document: DocumentNode): readonly Finding[] {
  const names = [...typesOf(document).values()].flatMap((type) => {
    if (HIDDEN.test(type.name) || type.kind !== "Object") return [];
    const keys = new Set(keysOf(type).flatMap(({ fields }) => outerFields(fields)));
    return fieldsOf(type)
      .filter(
        ({ name, description }) => !keys.has(name.value) && !HIDDEN.test(name.value) && !isTold(description?.value),
      )
      .map(({ name }) => `${type.name}.${name.value}`);
  });
  if (names.length === 0) return [];
  const list = names.slice(0, 12).join(", ");
  const message = { zh: `${names.length} 个字段没有：${list}`, en: `${names.length} fields have none: ${list}` };
  return [{ about: null, message }];
}

function isTold(description: string | undefined): boolean {
  return BOTH_LANGUAGES.test(description ?? "");
}
