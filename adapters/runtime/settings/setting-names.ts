import { z } from "zod";

/** One leaf of a slice: where it stands in the file and which variable sets it. */
export interface SettingName {
  /** Keys inside the section: ["politeness", "burst"]. */
  readonly path: readonly string[];
  readonly variable: string;
  /** In messages about the file: "sichuan-portal.politeness.burst". */
  readonly fileKey: string;
}

/** The gateway's own section: its variables carry no section name. */
const HUB_SECTION = "hub";

/** Variables that hosting platforms and others' test suites set, so that they carry no prefix. */
const UNPREFIXED = new Set(["PORT", "HOST", "SUPERGRAPH_FILE"]);

/** Every leaf that a slice declares; nested objects are entered. */
export function settingNames(section: string, schema: z.ZodObject, path: readonly string[] = []): SettingName[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const inner = unwrap(field);
    const here = [...path, key];
    return inner instanceof z.ZodObject ? settingNames(section, inner, here) : [toSettingName(section, here)];
  });
}

function toSettingName(section: string, path: readonly string[]): SettingName {
  const keys = section === HUB_SECTION ? path : [section, ...path];
  const variable = keys.map(toUpperSnake).join("_");
  const isUnprefixed = section === HUB_SECTION && UNPREFIXED.has(variable);
  return { path, variable: isUnprefixed ? variable : `HUB_${variable}`, fileKey: [section, ...path].join(".") };
}

function toUpperSnake(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase();
}

/** Sees through optional, default, nullable and the like. */
function unwrap(field: z.core.$ZodType): z.core.$ZodType {
  const def = field._zod.def as { readonly innerType?: z.core.$ZodType };
  return def.innerType === undefined ? field : unwrap(def.innerType);
}
