import type { PageData } from "./page/page-data.ts";

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cg fill='none' stroke='%23b3423a' stroke-width='3'%3E%3Cpath d='M16 16 6 8M16 16l10-8M16 16v11'/%3E%3C/g%3E%3Cg fill='%23b3423a'%3E%3Ccircle cx='16' cy='16' r='5'/%3E%3Ccircle cx='6' cy='8' r='3'/%3E%3Ccircle cx='26' cy='8' r='3'/%3E%3Ccircle cx='16' cy='27' r='3'/%3E%3C/g%3E%3C/svg%3E";

export interface PageParts {
  /** Addresses of the page's own script and style sheet. */
  readonly script: string;
  readonly styles: string;
  readonly data: PageData;
}

/** The HTML of the console. */
export function toPage({ script, styles, data }: PageParts): string {
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>成渝知识产权联邦枢纽 · Chengyu IP Hub</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="${styles}">
    <script type="application/json" id="console-data">${toDataBlock(data)}</script>
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <div id="console"></div>
    <noscript>此页需要 JavaScript；接口在 /graphql。 / This page needs JavaScript; the API is at /graphql.</noscript>
  </body>
</html>
`;
}

/** JSON that may stand inside a script element. */
function toDataBlock(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
