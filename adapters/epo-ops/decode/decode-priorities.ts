import type { OpsPriority } from "#adapters/epo-ops/ops-document.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { decodeNumber } from "./decode-number.ts";

/** The `priority-claim`s below an element; biblio answers wrap them, family members carry them bare. */
export function decodePriorities(parent: XmlElement | undefined): readonly OpsPriority[] {
  return elementsNamed(parent, "priority-claim").map((element, index) => {
    const active = textAt(element, "priority-active-indicator");
    return {
      sequence: Number(element.attributes["sequence"]) || index + 1,
      kind: element.attributes["kind"] ?? "",
      number: decodeNumber(element),
      active: active === undefined ? null : active === "YES",
    };
  });
}
