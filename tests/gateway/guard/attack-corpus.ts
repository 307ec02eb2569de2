/** What hostile clients send, by name, with the code that is to refuse it (or null where validation or execution may have it). */
export interface Attack {
  readonly name: string;
  readonly text: string;
  readonly code: string | null;
}

const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(" ");

/** 2^power fields from a text linear in the power. */
export function nestedFragments(power: number): string {
  const fragments = repeat(power, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`);
  return `{ ...F0 } ${fragments} fragment F${power} on Query { hello }`;
}

function nestedFields(power: number): string {
  const fragments = repeat(
    power,
    (index) => `fragment F${index} on Scope { a { ...F${index + 1} } b { ...F${index + 1} } }`,
  );
  return `{ scope { ...F0 } } ${fragments} fragment F${power} on Scope { language }`;
}

/** Every fragment spreads every other: n! ways through it. */
function cyclicClique(size: number): string {
  const spreads = repeat(size, (index) => `...F${index}`);
  return `{ ...F0 } ${repeat(size, (index) => `fragment F${index} on Query { hello ${spreads} }`)}`;
}

export const ATTACKS: readonly Attack[] = [
  { name: "10,000 aliases", text: `{ ${repeat(10_000, (i) => `a${i}: hello`)} }`, code: "QUERY_TOO_LONG" },
  { name: "201 aliases", text: `{ ${repeat(201, (i) => `a${i}: hello`)} }`, code: "QUERY_TOO_MANY_ALIASES" },
  {
    name: "aliases through fragments",
    text: `{ ${repeat(30, (i) => `s${i}: scope { ...F }`)} } fragment F on Scope { ${repeat(10, (i) => `l${i}: language`)} }`,
    code: "QUERY_TOO_MANY_ALIASES",
  },
  { name: "201 root fields", text: `{ ${repeat(201, () => "hello")} }`, code: "QUERY_TOO_MANY_ROOT_FIELDS" },
  {
    name: "root fields through fragments",
    text: `{ ${repeat(30, () => "...F")} } fragment F on Query { ${repeat(10, () => "hello")} }`,
    code: "QUERY_TOO_MANY_ROOT_FIELDS",
  },
  ...[14, 18, 22, 30, 60].map((power) => ({
    name: `nested fragments 2^${power}`,
    text: nestedFragments(power),
    code: "QUERY_TOO_LARGE",
  })),
  { name: "nested fields 2^16", text: nestedFields(16), code: "QUERY_TOO_LARGE" },
  {
    name: "depth 21",
    text: `${"{ scope ".repeat(21)}${"}".repeat(21)}`,
    code: "QUERY_TOO_DEEP",
  },
  { name: "brackets without end", text: "{a".repeat(49_000), code: "QUERY_TOO_DEEP" },
  { name: "lists without end", text: `{ hello(name: ${"[".repeat(90_000)}`, code: "QUERY_TOO_DEEP" },
  { name: "a list type without end", text: `query($a: ${"[".repeat(50_000)}`, code: "QUERY_TOO_DEEP" },
  { name: "overlapping fields", text: `{ scope { ${repeat(5_000, () => "language")} } }`, code: "QUERY_TOO_LARGE" },
  {
    name: "overlapping parents",
    text: `{ ${repeat(190, () => "scope { language partition requestId }")} }`,
    code: "QUERY_TOO_LARGE",
  },
  {
    name: "a cycle of fragments",
    text: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  { name: "a clique of fragments", text: cyclicClique(40), code: "GRAPHQL_VALIDATION_FAILED" },
  {
    name: "an acyclic ladder of fragments",
    text: `{ ...F0 } ${repeat(700, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F700 on Query { hello }`,
    code: "QUERY_TOO_LARGE",
  },
  {
    name: "one fragment name many times",
    text: `{ ...F } fragment X on Query { ${repeat(1_000, () => "hello")} } ${repeat(500, () => "fragment F on Query { ...X }")}`,
    code: "QUERY_TOO_LARGE",
  },
  { name: "2,000 operations", text: repeat(2_000, (i) => `query Q${i} { hello }`), code: "QUERY_TOO_LONG" },
  { name: "an endless name", text: `{ ${"x".repeat(90_000)} }`, code: "QUERY_TOO_LONG" },
  { name: "an endless number", text: `{ hello(name: ${"1".repeat(90_000)}) }`, code: null },
  { name: "an endless text", text: `{ hello(name: "${"x".repeat(90_000)}") }`, code: null },
  { name: "an endless block text", text: `{ hello(name: """${"\n  x".repeat(24_000)}""") }`, code: null },
  { name: "a flood of comments", text: `${"#\n".repeat(49_000)}{ hello }`, code: null },
  { name: "a flood of commas", text: `{ hello ${",".repeat(90_000)} }`, code: null },
  { name: "directives without end", text: `{ hello ${repeat(2_500, () => "@skip")} }`, code: null },
  { name: "unknown directives on one field", text: `{ hello ${repeat(2_500, (i) => `@d${i}`)} }`, code: null },
  { name: "variables without end", text: `query(${repeat(1_400, (i) => `$v${i}: Int`)}) { hello }`, code: null },
  { name: "unknown fields", text: `{ scope { ${repeat(5_000, (i) => `languag${i}`)} } }`, code: null },
  { name: "a long text of one token", text: `{ hello(name: "${"x".repeat(250_000)}") }`, code: "QUERY_TOO_LONG" },
  { name: "lone surrogates", text: '{ hello(name: "\\uD800") }', code: "GRAPHQL_PARSE_FAILED" },
  { name: "nothing", text: "", code: "GRAPHQL_PARSE_FAILED" },
  { name: "a schema", text: "type Query { a: Int }", code: null },
];
