import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, GraphQLError, Kind, parse } from "graphql";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { fieldProblems } from "./further-field-problems.ts";
import { placeOf, type SdlProblem, SdlProblemsError } from "./sdl-problem.ts";
import { declarableKind, typeNameOf } from "./type-name.ts";

const MOST_FIELDS = 100;
const MOST_TOKENS = 5_000;

type Fields = ReadonlyMap<string, readonly FieldDefinitionNode[]>;

/** The further fields that a manifest's `sdl` gives to its own types, by type. Throws SdlProblemsError. */
export function furtherFields(manifest: Manifest): Fields {
  const { fields, problems } = readFurtherFields(manifest);
  if (problems.length > 0) throw new SdlProblemsError(problems);
  return fields;
}

/** Everything that is wrong with a manifest's `sdl`; nothing where there is none. */
export function sdlProblems(manifest: Manifest): readonly SdlProblem[] {
  return readFurtherFields(manifest).problems;
}

interface Read {
  readonly fields: Fields;
  readonly problems: readonly SdlProblem[];
}

function readFurtherFields(manifest: Manifest): Read {
  const text = manifest.sdl ?? "";
  if (text.trim() === "") return { fields: new Map(), problems: [] };
  const document = readSdl(text);
  if (!("definitions" in document)) return { fields: new Map(), problems: [document] };
  const kinds = kindsByType(manifest);
  const misplaced = document.definitions.flatMap((one) => definitionProblem(one, kinds) ?? []);
  const extensions = document.definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_EXTENSION);
  const declared = extensions.flatMap(({ name, fields = [] }) =>
    fields.map((field) => ({ typeName: name.value, field })),
  );
  const fields = Map.groupBy(
    declared.filter(({ typeName }) => kinds.has(typeName)),
    ({ typeName }) => typeName,
  );
  const wrong = [...fields].flatMap(([typeName, list]) => {
    const kind = kinds.get(typeName) ?? "";
    const scene = { kind, mapped: manifest.kinds[kind]?.fields ?? {} };
    const own = list.map(({ field }) => field);
    return own.flatMap((field, index) => fieldProblems(field, { ...scene, earlier: own.slice(0, index) }));
  });
  const taken = new Map(
    [...fields].map(([typeName, list]) => [typeName, list.map(({ field }) => withoutPlace(field))]),
  );
  return { fields: taken, problems: [...misplaced, ...wrong, ...tooMany(taken)] };
}

function readSdl(text: string): DocumentNode | SdlProblem {
  try {
    return parse(text, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    const message = { zh: `SDL 无法读取：${error.message}`, en: `The SDL cannot be read: ${error.message}` };
    return { code: "SDL_SYNTAX", line, column, message, suggestion: null };
  }
}

function kindsByType({ code, kinds }: Manifest): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(kinds).flatMap((kind) => {
      const shared = declarableKind(kind);
      return shared === undefined ? [] : [[typeNameOf(code, shared.interfaceName), kind] as const];
    }),
  );
}

function definitionProblem(definition: DefinitionNode, own: ReadonlyMap<string, string>): SdlProblem | null {
  const at = placeOf(definition);
  const example = `extend type ${[...own.keys()][0] ?? "…"} { … }`;
  const suggestion: Bilingual = { zh: `写作 ${example}`, en: `Write ${example}` };
  if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION) {
    const message = {
      zh: "此处只能为本节点自己的类型增加字段，不能定义类型、指令或根字段",
      en: "Only further fields of the node's own types may stand here: no types, directives or root fields",
    };
    return { code: "SDL_ONLY_EXTEND", ...at, message, suggestion };
  }
  const { value: name } = definition.name;
  if (!own.has(name)) {
    const message = { zh: `${name} 不是本节点的类型`, en: `${name} is no type of this node` };
    const types = [...own.keys()].join("、");
    const mine = { zh: `本节点的类型：${types}`, en: `Types of this node: ${[...own.keys()].join(", ")}` };
    return { code: "SDL_NOT_OWN_TYPE", ...at, message, suggestion: mine };
  }
  if ((definition.directives ?? []).length > 0 || (definition.interfaces ?? []).length > 0) {
    const message = { zh: `${name} 上不能有指令或接口`, en: `${name} must not carry directives or interfaces here` };
    return { code: "SDL_DIRECTIVE", ...at, message, suggestion };
  }
  return null;
}

function tooMany(fields: Fields): readonly SdlProblem[] {
  const count = [...fields.values()].flat().length;
  if (count <= MOST_FIELDS) return [];
  const message = {
    zh: `增加的字段共 ${count} 个，至多 ${MOST_FIELDS} 个`,
    en: `${count} further fields; at most ${MOST_FIELDS} are taken`,
  };
  return [{ code: "SDL_TOO_MANY", line: 1, column: 1, message, suggestion: null }];
}

function withoutPlace({ loc: _, ...field }: FieldDefinitionNode): FieldDefinitionNode {
  return field;
}
