import type { FieldFormat, KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { fittingNormalisers } from "#adapters/manifest/mapping/normalisers.ts";
import { inFull } from "#adapters/manifest/mapping/read-field.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import { furtherCodedFields, KIND_FIELDS, type KindField } from "#schema/kind-fields.ts";
import { checkConstant } from "./check-constant.ts";
import { checkOptions } from "./check-options.ts";
import type { Path } from "./scene.ts";

/** Fields of every type that the hub makes itself, and what makes them. */
const MADE: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  id: { zh: "写在种类下的 id，不在 fields 内", en: "Write id beside fields, not in it" },
  actions: { zh: "用种类下的 actions", en: "Use actions of the kind" },
  provenance: { zh: "溯源由枢纽记录，无须映射", en: "The hub keeps the provenance; nothing is mapped" },
  services: { zh: "由 SERVICE 种类得出，无须映射", en: "It follows from the kind SERVICE; nothing is mapped" },
};
const ID: KindField = { name: "id", shape: "text", codes: {} };
const UPDATED: KindField = { name: "updatedAt", shape: "instant", codes: {} };

/** Fields that the kinds have, each from one place, in a form that fits. */
export function* checkFields({ kinds, sdl }: Manifest): Iterable<FoundProblem> {
  for (const [name, kind] of Object.entries(kinds)) {
    const path = ["kinds", name];
    yield* checkField(ID, kind.id, [...path, "id"]);
    if (kind.updatedAt !== undefined) yield* checkField(UPDATED, kind.updatedAt, [...path, "updatedAt"]);
    yield* checkMapped(name, kind, sdl ?? "");
    yield* checkAdded(kind, [...path, "detail", "adds"]);
  }
}

function* checkMapped(kind: string, { fields }: KindFormat, sdl: string): Iterable<FoundProblem> {
  const known = KIND_FIELDS.get(kind)?.fields;
  if (known === undefined) return;
  const further = furtherCodedFields(sdl);
  if (Object.keys(fields).length === 0) {
    const message = { zh: `${kind} 没有映射任何字段`, en: `No field of ${kind} is mapped` };
    yield { code: "NOTHING_OFFERED", path: ["kinds", kind, "fields"], message };
  }
  for (const [name, format] of Object.entries(fields)) {
    const path = ["kinds", kind, "fields", name];
    const field = known.get(name);
    if (field !== undefined) yield* checkField(field, format, path);
    else if (isDeclared(name, sdl)) yield* checkFurther(further.get(name) ?? { name, ...AS_TEXT }, format, path);
    else if (isNamed(name, sdl)) yield halfDeclared(name, path);
    else yield unknownField(kind, name, path);
  }
}

/** What only the detail shows must be mapped. */
function* checkAdded({ detail, fields }: KindFormat, path: Path): Iterable<FoundProblem> {
  for (const [index, name] of (detail?.adds ?? []).entries()) {
    if (Object.hasOwn(fields, name)) continue;
    const nearest = nearestName(name, Object.keys(fields));
    yield {
      code: "UNKNOWN_FIELD",
      path: [...path, index],
      message: { zh: `fields 中没有 ${name}`, en: `There is no ${name} in fields` },
      suggestion:
        nearest === undefined
          ? { zh: `在 fields 中映射 ${name}，或删去`, en: `Map ${name} in fields, or leave it out` }
          : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` },
    };
  }
}

/** The node's own check reads the SDL; here it is enough that it speaks of the field. */
function isDeclared(name: string, sdl: string): boolean {
  return sdl !== "" && /^\w+$/.test(name) && new RegExp(`(?<!\\w)${name}\\s*(?:\\([^)]{0,500}\\))?\\s*:`).test(sdl);
}

/** A field of the SDL by the look of it, but not written as one. */
function isNamed(name: string, sdl: string): boolean {
  return /^\w+$/.test(name) && new RegExp(`^\\s*${name}(?!\\w)`, "m").test(sdl);
}

function halfDeclared(name: string, path: Path): FoundProblem {
  return {
    code: "UNKNOWN_FIELD",
    path,
    onKey: true,
    message: { zh: `sdl 中有 ${name}，但写得不像字段`, en: `sdl has ${name}, but not written as a field` },
    suggestion: {
      zh: `在 sdl 中写作 ${name}: String（冒号后写类型）`,
      en: `Write ${name}: String in sdl, the type behind a colon`,
    },
  };
}

function unknownField(kind: string, name: string, path: Path): FoundProblem {
  const made = MADE[name];
  const message = { zh: `${kind} 没有字段 ${name}`, en: `${kind} has no field ${name}` };
  if (made !== undefined)
    return {
      code: "FIELD_IS_MADE",
      path,
      onKey: true,
      message: { zh: `${name} 不在此处映射`, en: `${name} is not mapped here` },
      suggestion: made,
    };
  const names = [...(KIND_FIELDS.get(kind)?.fields.keys() ?? [])];
  const nearest = nearestName(name, names);
  const suggestion =
    nearest === undefined
      ? {
          zh: `可用：${names.join(", ")}；其他字段先在 sdl 中声明`,
          en: `There are: ${names.join(", ")}; declare any other in sdl`,
        }
      : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` };
  return { code: "UNKNOWN_FIELD", path, onKey: true, message, suggestion };
}

function* checkField(field: KindField, format: FieldFormat, path: Path): Iterable<FoundProblem> {
  const full = inFull(format);
  yield* checkOrigin(format, path);
  const fitting = fittingNormalisers(field.shape);
  const used = full.as ?? fitting[0];
  if (!fitting.includes(used)) {
    yield {
      code: "NORMALISER_MISFIT",
      path: [...path, "as"],
      message: { zh: `${field.name} 不能用 ${used}`, en: `${field.name} cannot be read as ${used}` },
      suggestion: { zh: `可用：${fitting.join(", ")}`, en: `One of: ${fitting.join(", ")}` },
    };
    return;
  }
  yield* checkOptions({ field, full, used }, path);
  yield* checkConstant(field, full, path);
}

const AS_TEXT = { shape: "text", codes: {} } as const;

/** A further field: its type is the SDL's affair, its codes are known. */
function* checkFurther(field: KindField, format: FieldFormat, path: Path): Iterable<FoundProblem> {
  const full = inFull(format);
  yield* checkOrigin(format, path);
  yield* checkOptions({ field, full, used: full.as ?? "text" }, path);
}

function* checkOrigin(format: FieldFormat, path: Path): Iterable<FoundProblem> {
  const { from, fromDetail, value, expression } = inFull(format);
  const given = [from ?? fromDetail, value, expression].filter((one) => one !== undefined).length;
  if (given === 1) return;
  yield {
    code: "FIELD_SOURCE",
    path,
    onKey: true,
    message:
      given === 0
        ? { zh: "没有说明值从何来", en: "It is not said where the value comes from" }
        : { zh: "值只能有一个来处", en: "A value comes from one place alone" },
    suggestion: { zh: "写 from、value、expression 之一", en: "Write one of from, value, expression" },
  };
}
