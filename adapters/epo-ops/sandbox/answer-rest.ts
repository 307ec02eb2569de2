import type { SandboxCollection } from "./collection.ts";
import { biblioDocument, familyDocument } from "./documents.ts";
import type { Element } from "./element.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import { type AskedReference, MAX_REFERENCES, readReference, readReferences } from "./read-references.ts";

export interface RestQuestion {
  readonly method: string;
  /** Below /3.2/rest-services/. */
  readonly path: string;
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

/** What the stand-in can be asked: biblio (one number or many) and family (one number), by publication or application. */
export function answerRest(question: RestQuestion, collection: SandboxCollection, world: ExchangeWorld): RestAnswer {
  const biblio = /^published-data\/(publication|application)\/([a-z]+)(?:\/(.+))?\/biblio$/.exec(question.path);
  if (biblio !== null) {
    const [, type = "", format = "", number] = biblio;
    return answerBiblio({ ...question, type, format, number }, collection, world);
  }
  const family = /^family\/(publication|application)\/([a-z]+)\/(.+?)(\/legal)?$/.exec(question.path);
  if (family === null || question.method !== "GET") return fault(404, "CLIENT.InvalidPath", "The path is not known");
  const [, type = "", format = "", number = "", legal] = family;
  const reference = readReference(number, format);
  if (reference === null) return invalidReference();
  const [first] = find(type, reference, collection);
  if (first === undefined) return notFound();
  const root = familyDocument(first, collection, world, legal !== undefined);
  return { kind: "document", root, stylesheet: "/3.2/style/legal.xsl" };
}

interface BiblioQuestion extends RestQuestion {
  readonly type: string;
  readonly format: string;
  readonly number: string | undefined;
}

function answerBiblio(question: BiblioQuestion, collection: SandboxCollection, world: ExchangeWorld): RestAnswer {
  const { method, type, format, number, body } = question;
  const references = readReferences(method === "POST" ? body : (number ?? ""), format);
  if (references === null) return invalidReference();
  if (references.length > MAX_REFERENCES) return fault(413, "CLIENT.AmbiguousRequest", "Too many references");
  const root = biblioDocument(references, (reference) => find(type, reference, collection), world);
  return root === null ? notFound() : { kind: "document", root, stylesheet: "/3.2/style/exchange.xsl" };
}

function find(type: string, { key }: AskedReference, collection: SandboxCollection) {
  return type === "application" ? collection.byApplication(key) : collection.byPublication(key);
}

function notFound(): RestAnswer {
  return fault(404, "SERVER.EntityNotFound", "No results found");
}

function invalidReference(): RestAnswer {
  return fault(400, "CLIENT.InvalidReference", "The request could not be processed: the reference is invalid");
}

function fault(status: number, code: string, message: string): RestAnswer {
  return { kind: "fault", status, code, message };
}
