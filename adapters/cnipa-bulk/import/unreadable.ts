import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";

/** What goes wrong while reading, told by its system code: a message may hold a path or content. */
export function unreadable(cause: unknown): ImportProblem {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const missing = code === "ENOENT";
  return new ImportProblem(
    missing ? "NOT_FOUND" : "UNREADABLE",
    {
      zh: missing ? "文件或目录不存在" : `无法读取（${code || "未知错误"}）`,
      en: missing ? "No such file or folder" : `Cannot be read (${code || "unknown error"})`,
    },
    { cause },
  );
}
