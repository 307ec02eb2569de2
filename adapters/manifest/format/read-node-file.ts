import { checkSubgraph } from "#adapters/manifest/checks/check-subgraph.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { readToldFullWidth } from "./full-width.ts";
import type { Manifest } from "./manifest-format.ts";
import type { FoundProblem } from "./problem.ts";
import { toManifest } from "./read-manifest.ts";
import { type ReadText, type Refused, readForm, readText, type TextFormat } from "./read-text.ts";
import { schemaOf } from "./schema-walk.ts";
import { SUBGRAPH, type SubgraphFile } from "./subgraph-format.ts";

/** The two forms in which a node may be told. */
export type ReadNodeFile =
  | { readonly ok: true; readonly kind: "manifest"; readonly manifest: Manifest }
  | { readonly ok: true; readonly kind: "subgraph"; readonly subgraph: SubgraphFile }
  | Refused;

const SUBGRAPH_FORMAT: TextFormat<typeof SUBGRAPH> = {
  form: SUBGRAPH,
  schema: schemaOf(SUBGRAPH),
  noun: { zh: "子图文件", en: "subgraph file" },
  check: checkSubgraph,
};

/** What an owner gave: `manifest: 1` tells a platform, `subgraph: 1` a server of its own. Never throws, whatever the text is. */
export function readNodeFile(text: string): ReadNodeFile {
  return readToldFullWidth(text, readAsWritten);
}

function readAsWritten(text: string): ReadNodeFile {
  const read = readText(text, WHICH);
  if (!read.ok) return read;
  switch (formOf(read.value)) {
    case "manifest": {
      const told = toManifest(read);
      return told.ok ? { ...told, kind: "manifest" } : told;
    }
    case "subgraph":
      return toSubgraph(read);
    case "both":
      return read.refuse([BOTH]);
    default:
      return read.refuse([NEITHER]);
  }
}

function toSubgraph(text: ReadText): ReadNodeFile {
  const read = readForm(text, SUBGRAPH_FORMAT);
  return read.ok ? { ok: true, kind: "subgraph", subgraph: read.told } : read;
}

/** By its first key; where that is missing or misspelt, by the keys that one of the forms alone has. What is no map is read as a manifest, which tells so. */
function formOf(value: unknown): "manifest" | "subgraph" | "both" | "neither" {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "manifest";
  const [isManifest, isSubgraph] = [Object.hasOwn(value, "manifest"), Object.hasOwn(value, "subgraph")];
  if (isManifest && isSubgraph) return "both";
  if (isManifest || isSubgraph) return isManifest ? "manifest" : "subgraph";
  if (Object.hasOwn(value, "kinds") || Object.hasOwn(value, "sources")) return "manifest";
  return Object.hasOwn(value, "url") ? "subgraph" : "neither";
}

const WHICH: Bilingual = {
  zh: "以 manifest: 1（平台）或 subgraph: 1（自有的 Federation 子图服务）开头，写法见 FORMAT.md",
  en: "Begin with manifest: 1 (a platform) or subgraph: 1 (a Federation subgraph server of your own); FORMAT.md shows how",
};

const NEITHER: FoundProblem = {
  code: "WHICH_FORM",
  path: [],
  message: { zh: "文件既不是清单也不是子图文件", en: "The file is neither a manifest nor a subgraph file" },
  suggestion: WHICH,
};

const BOTH: FoundProblem = {
  code: "WHICH_FORM",
  path: ["subgraph"],
  onKey: true,
  message: { zh: "一个文件不能既是清单又是子图文件", en: "A file cannot be a manifest and a subgraph file at once" },
  suggestion: { zh: "删去 manifest 或 subgraph", en: "Remove manifest or subgraph" },
};
