import type { TextProblem } from "./yaml-scan.ts";

/** `> chengyu-ip-hub@0.1.0 hub`: npm tells so which script it runs, and on the next line the script itself. */
const BANNER = /^\s*> [^\s@]+@\d\S* \S+ *\r?\n/;

/** What `npm run … > FILE` writes before the text that was meant. */
export function findNpmBanner(text: string): TextProblem | undefined {
  if (!BANNER.test(text)) return undefined;
  return {
    code: "NOT_YAML",
    offset: text.indexOf(">"),
    message: {
      zh: "文件开头是 npm 自己的输出，不是清单的内容",
      en: "The file begins with what npm printed itself, which is no part of it",
    },
    suggestion: {
      zh: "删去开头以 > 起的几行；下次用 --out FILE 代替 > FILE（或 npm run -s hub）",
      en: "Remove the lines at the beginning that start with >; next time use --out FILE in place of > FILE (or npm run -s hub)",
    },
  };
}
