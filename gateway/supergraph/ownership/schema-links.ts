import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from "graphql";
import { type MemberProblem, problem } from "#gateway/members/member-problem.ts";
import { fieldsOf, textArgument, typesOf } from "./type-nodes.ts";
import type { OwnSchema } from "./type-owners.ts";

/** Specifications that the hub's engine knows. */
const KNOWN_SPECS = /^https:\/\/specs\.apollo\.dev\/(?:link\/v1\.0|federation\/v2\.(?:[0-9]|1[0-2])|cost\/v0\.1)$/;
/** Of the federation specification: what the planner cannot serve, and what decides for all nodes. */
const UNSERVED: ReadonlySet<string> = new Set([
  "@authenticated",
  "@requiresScopes",
  "@policy",
  "@context",
  "@fromContext",
  "@composeDirective",
  "@cacheTag",
]);

/** Specifications and directives in a node's schema with which no graph could be served. */
export function checkLinks({ node, own, seesOthers }: OwnSchema): readonly MemberProblem[] {
  if (seesOthers) return [];
  const links = own.definitions
    .flatMap((one) =>
      one.kind === Kind.SCHEMA_EXTENSION || one.kind === Kind.SCHEMA_DEFINITION ? (one.directives ?? []) : [],
    )
    .filter(({ name }) => name.value === "link");
  const unknown = links.map((link) => textArgument(link, "url") ?? "").filter((url) => !KNOWN_SPECS.test(url));
  const unserved = links.flatMap(importsOf).filter((name) => UNSERVED.has(name));
  // Under another name a directive would not be recognised by the checks.
  const renamed = [...links.filter(isRenaming).map(() => "@link(as:)"), ...qualifiedDirectives(own)];
  const hasSubscription = fieldsOf(typesOf(own).get("Subscription") ?? NOTHING).length > 0;
  return [
    ...unknown.map((url) => unsupported(node, `@link(url: "${url.slice(0, 200)}")`)),
    ...[...new Set(renamed)].map((name) => unsupported(node, name)),
    ...unserved.map((name) => unsupported(node, name)),
    ...(hasSubscription ? [unsupported(node, "type Subscription")] : []),
  ];
}

const NOTHING = { name: "Subscription", kind: "Object", parts: [] };

function isRenaming({ arguments: args = [] }: ConstDirectiveNode): boolean {
  return args.some(
    ({ name, value }) =>
      name.value === "as" ||
      (name.value === "import" && value.kind === Kind.LIST && value.values.some((one) => one.kind === Kind.OBJECT)),
  );
}

/** `@federation__override`: what no import names. */
function qualifiedDirectives(own: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(own, {
    Directive: ({ name }) => {
      if (name.value.includes("__")) names.add(`@${name.value}`);
    },
  });
  return [...names];
}

function importsOf(link: ConstDirectiveNode): readonly string[] {
  const value = link.arguments?.find(({ name }) => name.value === "import")?.value;
  return value?.kind === Kind.LIST ? value.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : [])) : [];
}

function unsupported(node: string, what: string): MemberProblem {
  return problem("BAD_SCHEMA", {
    node,
    zh: `枢纽不支持 ${what}`,
    en: `the hub does not support ${what}`,
    suggestion: { zh: "从 schema 中去掉", en: "leave it out of the schema" },
  });
}
