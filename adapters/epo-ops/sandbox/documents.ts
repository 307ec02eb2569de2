import type { SandboxCollection } from "./collection.ts";
import { type Element, element } from "./element.ts";
import { docId, exchangeDocument, missingDocument } from "./exchange-elements.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import { legalElements } from "./legal-elements.ts";
import { docdbId, priorityClaim, publicationReference } from "./number-elements.ts";
import type { SandboxPublication } from "./publication.ts";
import type { AskedReference } from "./read-references.ts";

const NAMESPACES = {
  xmlns: "http://www.epo.org/exchange",
  "xmlns:ops": "http://ops.epo.org",
  "xmlns:xlink": "http://www.w3.org/1999/xlink",
};

/** The answer to a biblio request; null when none of the numbers exists. */
export function biblioDocument(
  asked: readonly AskedReference[],
  find: (reference: AskedReference) => readonly SandboxPublication[],
  world: ExchangeWorld,
): Element | null {
  const found = asked.map((reference) => ({ reference, members: find(reference) }));
  if (found.every(({ members }) => members.length === 0)) return null;
  const documents = found.flatMap(({ reference, members }) =>
    members.length > 0
      ? members.map((member) => exchangeDocument(member, world))
      : [missingDocument(reference.office, reference.number, reference.kind)],
  );
  // Callers must not rely on the order asked for: the last comes first.
  return worldPatentData(element("exchange-documents", {}, ...documents.reverse()));
}

/** The answer of the family service: the INPADOC family, which here is the simple one. */
export function familyDocument(
  asked: SandboxPublication,
  collection: SandboxCollection,
  world: ExchangeWorld,
  hasLegal: boolean,
): Element {
  const members = collection.family(asked.familyId);
  const { publication } = asked;
  return worldPatentData(
    element(
      "ops:patent-family",
      { legal: hasLegal ? "true" : undefined, "total-result-count": String(members.length) },
      element("ops:publication-reference", {}, docdbId(publication, false)),
      ...members.map((member) => familyMember(member, world, hasLegal)),
    ),
  );
}

function familyMember(member: SandboxPublication, world: ExchangeWorld, hasLegal: boolean): Element {
  const representative = member.publication.office === "CN" && member.isFirst ? "YES" : undefined;
  return element(
    "ops:family-member",
    { "family-id": member.familyId },
    publicationReference(member),
    element(
      "application-reference",
      { "doc-id": docId(member.application), "is-representative": representative },
      docdbId(member.application),
    ),
    priorityClaim(world.first(member), "docdb"),
    ...(hasLegal ? legalElements(member) : []),
  );
}

/** The simple family, every number once, as EPODOC numbers without kinds. */
export function equivalentsDocument(
  { publication, familyId }: SandboxPublication,
  collection: SandboxCollection,
): Element {
  const numbers = new Set(collection.family(familyId).map((member) => member.publication.epodoc));
  return worldPatentData(
    element(
      "ops:equivalents-inquiry",
      {},
      element("ops:publication-reference", {}, docdbId(publication, false)),
      ...[...numbers].map((number) =>
        element(
          "ops:inquiry-result",
          {},
          element(
            "publication-reference",
            {},
            element("document-id", { "document-id-type": "epodoc" }, element("doc-number", {}, number)),
          ),
        ),
      ),
    ),
  );
}

/** The root of every answer. */
export function worldPatentData(...content: readonly Element[]): Element {
  return element("ops:world-patent-data", NAMESPACES, ...content);
}
