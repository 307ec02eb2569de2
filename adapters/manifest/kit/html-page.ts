import type { Bilingual } from "#schema/ids/parsed.ts";

const STYLE = `body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%;margin:1rem 0}td,th{border:1px solid #d0d7de;padding:.4rem .6rem;text-align:left;vertical-align:top}
th{background:#f6f8fa}.passed{color:#116329}.failed{color:#a40e26;font-weight:600}.skipped{color:#57606a}.warning{color:#7d4e00}
pre{white-space:pre-wrap;word-break:break-all;margin:0;font-size:13px}code{font-size:13px}.score{font-size:2rem}`;

/** A page that stands alone: no script, nothing fetched. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
${body}
</body></html>
`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function both({ zh, en }: Bilingual): string {
  return `${escapeHtml(zh)}<br><small lang="en">${escapeHtml(en)}</small>`;
}
