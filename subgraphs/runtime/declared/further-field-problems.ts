import { type FieldDefinitionNode, Kind, print } from "graphql";
import type { FieldFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { fieldTypeOf, normalisersFor } from "./field-types.ts";
import { placeOf, type SdlProblem, type SdlProblemCode } from "./sdl-problem.ts";
import { interfaceOf, sharedFieldsNamed } from "./type-name.ts";

interface FieldScene {
  readonly kind: string;
  /** The kind's mapping. */
  readonly mapped: Readonly<Record<string, FieldFormat>>;
  /** Further fields of the same type that stand before this one. */
  readonly earlier: readonly FieldDefinitionNode[];
}

/** They tell of contact data and of what goes; everything else would reach into types or plans of others. */
const DIRECTIVES: ReadonlySet<string> = new Set(["contact", "deprecated"]);

/** What is wrong with one further field. */
export function fieldProblems(field: FieldDefinitionNode, scene: FieldScene): readonly SdlProblem[] {
  return CHECKS.flatMap((check) => check(field, scene) ?? []);
}

type Check = (field: FieldDefinitionNode, scene: FieldScene) => SdlProblem | null;

const CHECKS: readonly Check[] = [
  isNew,
  hasAllowedDirectives,
  hasNoArguments,
  mayBeNull,
  hasKnownType,
  agreesWithSharedKinds,
  isDescribed,
  isMapped,
];

function isNew(field: FieldDefinitionNode, { kind, earlier }: FieldScene): SdlProblem | null {
  const { value: name } = field.name;
  const known = [...(interfaceOf(kind).fields ?? []), ...earlier];
  if (!known.some((one) => one.name.value === name)) return null;
  return problem("SDL_FIELD_EXISTS", field, `${name} 已是该类型的字段`, `${name} is a field of the type already`, {
    zh: "无须在此声明，映射即可；或改用别的名称",
    en: "Map it without declaring it, or give it another name",
  });
}

function hasAllowedDirectives(field: FieldDefinitionNode): SdlProblem | null {
  const refused = (field.directives ?? []).find(({ name }) => !DIRECTIVES.has(name.value));
  if (refused === undefined) return null;
  const name = `@${refused.name.value}`;
  return problem("SDL_DIRECTIVE", refused, `此处不能用 ${name}`, `${name} must not stand here`, {
    zh: "只可用 @contact（联系信息）与 @deprecated",
    en: "Only @contact (contact data) and @deprecated may",
  });
}

function hasNoArguments(field: FieldDefinitionNode): SdlProblem | null {
  if ((field.arguments ?? []).length === 0) return null;
  const { value: name } = field.name;
  return problem("SDL_ARGUMENTS", field, `${name} 不能有参数`, `${name} cannot have arguments`, null);
}

function mayBeNull(field: FieldDefinitionNode): SdlProblem | null {
  const { type } = field;
  if (type.kind !== Kind.NON_NULL_TYPE) return null;
  const inner = print(type.type);
  return problem(
    "SDL_REQUIRED",
    type,
    "字段须可为空：来源可能没有该值",
    "The field must be nullable: a source may lack it",
    {
      zh: `写作 ${inner}`,
      en: `Write ${inner}`,
    },
  );
}

function hasKnownType(field: FieldDefinitionNode): SdlProblem | null {
  const type = fieldTypeOf(field.type);
  const isPlain = !print(field.type).replace(/!/g, "").includes("[[");
  if (isPlain && normalisersFor(type).length > 0) return null;
  const named = print(field.type);
  return problem("SDL_FIELD_TYPE", field.type, `增加的字段不能是 ${named}`, `A further field cannot be ${named}`, {
    zh: "可用 String、Int、Boolean、Decimal、Date、DateTime、URL、Region、Money、Price、PartyReference、Patent、Agency、共享的代码类型，及 [String!]",
    en: "String, Int, Boolean, Decimal, Date, DateTime, URL, Region, Money, Price, PartyReference, Patent, Agency, the shared coded types and [String!] can be used",
  });
}

/** Records of all kinds stand side by side in lists: one name has one type everywhere. */
function agreesWithSharedKinds(field: FieldDefinitionNode): SdlProblem | null {
  const { value: name } = field.name;
  const type = print(field.type);
  const other = sharedFieldsNamed(name).find((shared) => print(shared.type) !== type);
  if (other === undefined) return null;
  const known = print(other.type);
  return problem(
    "SDL_RECURRING",
    field,
    `${name} 在共享类型中是 ${known}，此处是 ${type}`,
    `${name} is ${known} on the shared kinds, but ${type} here`,
    { zh: `改用 ${known}，或换一个名称`, en: `Use ${known}, or another name` },
  );
}

function isDescribed(field: FieldDefinitionNode): SdlProblem | null {
  const [zh = "", ...en] = (field.description?.value ?? "").split(" / ");
  if (/\p{Script=Han}/u.test(zh) && /[A-Za-z]/.test(en.join(" "))) return null;
  const { value: name } = field.name;
  const example = `"中文。 / English."`;
  return problem(
    "SDL_DESCRIPTION",
    field,
    `${name} 缺少中英文说明`,
    `${name} lacks a description in Chinese and English`,
    {
      zh: `在字段前写 ${example}`,
      en: `Write ${example} before the field`,
    },
  );
}

function isMapped(field: FieldDefinitionNode, { kind, mapped }: FieldScene): SdlProblem | null {
  const { value: name } = field.name;
  const format = mapped[name];
  if (format === undefined) {
    return problem("SDL_NOT_MAPPED", field, `${name} 没有映射`, `${name} is not mapped`, {
      zh: `在 kinds.${kind}.fields 中映射 ${name}`,
      en: `Map ${name} in kinds.${kind}.fields`,
    });
  }
  const allowed = normalisersFor(fieldTypeOf(field.type));
  const used = (typeof format === "object" ? format.as : undefined) ?? "text";
  if (allowed.length === 0 || allowed.includes(used)) return null;
  const type = print(field.type);
  return problem(
    "SDL_FIELD_TYPE",
    field,
    `${name} 是 ${type}，但映射为 ${used}`,
    `${name} is ${type}, but mapped as ${used}`,
    {
      zh: `映射时写 as: ${allowed[0]}`,
      en: `Map it with as: ${allowed[0]}`,
    },
  );
}

function problem(
  code: SdlProblemCode,
  at: Parameters<typeof placeOf>[0],
  ...[zh, en, suggestion]: [string, string, Bilingual | null]
): SdlProblem {
  return { code, ...placeOf(at), message: { zh, en }, suggestion };
}
