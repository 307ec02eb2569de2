import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type KindOf, type Path, type SourceOf, sourceOf } from "./scene.ts";

/** One name, no folder, no places to fill. */
const FILE = /^\/[^/\\{}?#%\p{Cc}]{1,150}\.[a-z]{3,5}$/u;
const FORMATS: readonly string[] = ["csv", "xlsx", "jsonl"];

/** A source is a portal with an address, or files that its owner signs; a kind's list is asked for accordingly. */
export function* checkSnapshots(manifest: Manifest): Iterable<FoundProblem> {
  for (const [name, source] of Object.entries(manifest.sources)) yield* checkSource(source, ["sources", name]);
  for (const [name, kind] of Object.entries(manifest.kinds)) {
    const source = sourceOf(manifest, kind.list.source);
    if (source === null) continue;
    yield* source.snapshot === undefined ? checkPortalKind(kind, ["kinds", name]) : checkKind(kind, ["kinds", name]);
  }
}

function* checkSource({ baseUrl, snapshot, authentication }: SourceOf, path: Path): Iterable<FoundProblem> {
  if (snapshot === undefined && baseUrl === "") {
    yield {
      code: "MISSING_KEY",
      path: [...path, "baseUrl"],
      onKey: true,
      message: { zh: `${path.join(".")} 缺少 baseUrl`, en: `${path.join(".")} lacks baseUrl` },
      suggestion: {
        zh: "补上 baseUrl（写法见 FORMAT.md）；由签名文件提供者写 snapshot",
        en: "Add baseUrl (FORMAT.md shows how), or snapshot where signed files are the source",
      },
    };
  }
  if (snapshot === undefined) return;
  if (baseUrl !== "") {
    yield problem([...path, "baseUrl"], "快照来源没有 baseUrl", "A source of snapshots has no baseUrl", {
      zh: "删去 baseUrl；取文件的网址写在 snapshot.url",
      en: "Leave it out; where files are fetched is snapshot.url",
    });
  }
  if (authentication.type !== "none") {
    yield problem([...path, "authentication"], "快照凭签名取信，不用登录", "Snapshots are trusted by their signature", {
      zh: "删去 authentication",
      en: "Leave authentication out",
    });
  }
}

function* checkKind({ list, detail, batch }: KindOf, path: Path): Iterable<FoundProblem> {
  const { request, decode, paging } = list;
  if (!FILE.test(request.path)) {
    yield problem([...path, "list", "request", "path"], "此处应为一个文件名", "This must be the name of one file", {
      zh: "写作 /offers.csv",
      en: "Write /offers.csv",
    });
  } else if (!FORMATS.includes(decode.format)) {
    const [zh, en] = [`快照不能是 ${decode.format}`, `A snapshot cannot be ${decode.format}`];
    yield problem([...path, "list", "decode", "format"], zh, en, {
      zh: "可用：csv、xlsx、jsonl",
      en: "One of: csv, xlsx, jsonl",
    });
  }
  const unused = [
    ...(paging.type === "none" ? [] : [["list", "paging"]]),
    ...(decode.inner === undefined ? [] : [["list", "decode", "inner"]]),
    ...(decode.total === undefined ? [] : [["list", "decode", "total"]]),
    ...(detail === undefined ? [] : [["detail"]]),
    ...(batch === undefined ? [] : [["batch"]]),
  ];
  const [first] = unused;
  if (first === undefined) return;
  const names = unused.map((key) => key.at(-1) ?? "").join(", ");
  yield problem([...path, ...first], `快照整份读取，没有 ${names}`, `A snapshot is read whole, without ${names}`, {
    zh: `删去 ${names}`,
    en: `Leave ${names} out`,
  });
}

function* checkPortalKind({ list }: KindOf, path: Path): Iterable<FoundProblem> {
  const { format } = list.decode;
  if (format !== "xlsx" && format !== "jsonl") return;
  const [zh, en] = [`${format} 只用于快照`, `${format} is read from snapshots only`];
  yield problem([...path, "list", "decode", "format"], zh, en, {
    zh: "在来源中写 snapshot，或改用 json、csv",
    en: "Write snapshot in the source, or use json or csv",
  });
}

function problem(path: Path, zh: string, en: string, suggestion: Bilingual): FoundProblem {
  return { code: "SNAPSHOT", path, onKey: true, message: { zh, en }, suggestion };
}
