import type { SandboxCollection } from "./collection.ts";
import { biblioDocument, equivalentsDocument, familyDocument } from "./documents.ts";
import type { Element } from "./element.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import { conversionDocument } from "./number-service.ts";
import { MAX_REFERENCES, readReference, readReferences } from "./read-references.ts";
import { readRange, searchDocument } from "./search-documents.ts";

export interface RestQuestion {
  readonly method: string;
  /** Below /3.2/rest-services/. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The header X-OPS-Range. */
  readonly range: string | null;
  readonly body: string;
  readonly authorization: string | undefined;
}

export type RestAnswer =
  | { readonly kind: "document"; readonly root: Element; readonly stylesheet: string }
  | { readonly kind: "fault"; readonly status: number; readonly code: string; readonly message: string }
  | { readonly kind: "bad-token" }
  | { readonly kind: "quota"; readonly reason: string };

/** The class under which OPS counts a request. */
export function serviceOf(path: string): string {
  if (path.startsWith("published-data/search")) return "search";
  if (path.startsWith("published-data/")) return "retrieval";
  return path.startsWith("family/") || path.startsWith("legal/") ? "inpadoc" : "other";
}

/** What the stand-in can be asked; the groups of a pattern are the parts of the path. */
const ROUTES: readonly (readonly [pattern: RegExp, answer: (question: RoutedQuestion) => RestAnswer])[] = [
  [/^published-data\/search$/, answerSearch],
  [/^published-data\/(?<type>publication|application)\/(?<format>[a-z]+)(?:\/(?<number>.+))?\/biblio$/, answerBiblio],
  [
    /^published-data\/(?<type>publication|application)\/(?<format>[a-z]+)\/(?<number>.+)\/equivalents$/,
    answerEquivalents,
  ],
  [/^family\/(?<type>publication|application)\/(?<format>[a-z]+)\/(?<number>.+?)(?<legal>\/legal)?$/, answerFamily],
  [
    /^number-service\/(?<type>publication|application)\/(?<format>[a-z]+)\/(?<number>.+)\/(?<to>[a-z]+)$/,
    answerConversion,
  ],
];

interface RoutedQuestion extends RestQuestion {
  readonly part: (name: string) => string;
  readonly collection: SandboxCollection;
  readonly world: ExchangeWorld;
}

export function answerRest(question: RestQuestion, collection: SandboxCollection, world: ExchangeWorld): RestAnswer {
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(question.path);
    const part = (name: string) => match?.groups?.[name] ?? "";
    if (match !== null) return answer({ ...question, part, collection, world });
  }
  return fault(404, "CLIENT.InvalidPath", "The path is not known");
}

function answerBiblio(question: RoutedQuestion): RestAnswer {
  const { method, body, part, collection, world } = question;
  const references = readReferences(method === "POST" ? body : part("number"), part("format"));
  if (references === null) return invalidReference();
  if (references.length > MAX_REFERENCES) return fault(413, "CLIENT.AmbiguousRequest", "Too many references");
  const root = biblioDocument(references, ({ key }) => find(part("type"), key, collection), world);
  return document(root, "/3.2/style/exchange.xsl");
}

function answerFamily({ part, collection, world }: RoutedQuestion): RestAnswer {
  const reference = readReference(part("number"), part("format"));
  if (reference === null) return invalidReference();
  const [first] = find(part("type"), reference.key, collection);
  const root = first === undefined ? null : familyDocument(first, collection, world, part("legal") !== "");
  return document(root, "/3.2/style/legal.xsl");
}

function answerEquivalents({ part, collection }: RoutedQuestion): RestAnswer {
  const reference = readReference(part("number"), part("format"));
  if (reference === null) return invalidReference();
  const [first] = find(part("type"), reference.key, collection);
  return document(first === undefined ? null : equivalentsDocument(first, collection), "/3.2/style/pub-inquiry.xsl");
}

function answerSearch({ query, range, collection, world }: RoutedQuestion): RestAnswer {
  const asked = readRange(range ?? query.get("Range"));
  if (asked === null) return fault(400, "CLIENT.InvalidRange", "The range is not served");
  const root = searchDocument(query.get("q") ?? "", asked, collection, world);
  if (root === "unreadable") return fault(400, "CLIENT.CQL", "The query cannot be read");
  return document(root, "/3.2/style/exchange.xsl");
}

function answerConversion({ part, collection }: RoutedQuestion): RestAnswer {
  const asked = { type: part("type"), from: part("format"), input: part("number"), to: part("to") };
  const root = conversionDocument(asked, collection);
  return root === null ? invalidReference() : document(root, "/3.2/style/numbers.xsl");
}

function find(type: string, key: string, collection: SandboxCollection) {
  return type === "application" ? collection.byApplication(key) : collection.byPublication(key);
}

/** No document is OPS's 404. */
function document(root: Element | null, stylesheet: string): RestAnswer {
  if (root === null) return fault(404, "SERVER.EntityNotFound", "No results found");
  return { kind: "document", root, stylesheet };
}

function invalidReference(): RestAnswer {
  return fault(400, "CLIENT.InvalidReference", "The request could not be processed: the reference is invalid");
}

function fault(status: number, code: string, message: string): RestAnswer {
  return { kind: "fault", status, code, message };
}
