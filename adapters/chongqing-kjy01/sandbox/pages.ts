const STYLE =
  "body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.5rem 0}code{word-break:break-all}";

/** The platform's own log-in page. The real one has a slider captcha: the stand-in has a box to tick. */
export function loginPage(problem: string | null): string {
  const notice = problem === null ? "" : `<p role="alert">${escapeHtml(problem)}</p>`;
  return page(
    "易智网 用户登录",
    `<h1>用户登录 / Log in</h1>${notice}
<form method="post" action="/tsOauth2/login">
<label>用户名 / User name <input name="username" autocomplete="username" required></label>
<label>密码 / Password <input name="password" type="password" autocomplete="current-password" required></label>
<label><input name="slider" type="checkbox" value="done" required> 滑块验证（沙箱中勾选即可） / slider captcha (in this sandbox: tick)</label>
<button>登录 / Log in</button></form>
<p>沙箱用户 / Sandbox users: demo / demo-kjy01, other / other-kjy01</p>`,
  );
}

/** After the log-in: the user's token, and how to hand it to the hub. */
export function tokenPage(user: string, token: string): string {
  const header = `Hub-Node-Authorization: chongqing="Bearer ${token}"`;
  return page(
    "易智网 登录成功",
    `<h1>登录成功 / Logged in</h1><p>${escapeHtml(user)}，您的平台令牌两小时内有效。 / Your token is valid for two hours.</p>
<p id="token"><code>${escapeHtml(token)}</code></p>
<p>请求枢纽时加此请求头 / Send the hub this header:</p><pre><code>${escapeHtml(header)}</code></pre>`,
  );
}

/** The public page of one record, so that links to the owner's pages lead somewhere. */
export function recordPage(title: string, fields: readonly (readonly [name: string, value: string])[]): string {
  const rows = fields.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("");
  return page(title, `<h1>${escapeHtml(title)}</h1><dl>${rows}</dl>`);
}

export function notFoundPage(): string {
  return page("页面不存在", "<h1>页面不存在 / No such page</h1>");
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><p>模拟站点，数据均为虚构 / A stand-in with invented data</p>${body}</body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
