import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { type Path, type PlacedRequest, requestsOf, textsBelow } from "./scene.ts";

/** Headers that the hub sets itself, or that decide where and how a request goes. */
const OWN_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|x-forwarded-.*|forwarded|via|accept-encoding|traceparent|range|if-.*)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const CAPTCHA = /captcha|verif(?:y|ication)_?code|check_?code|valid(?:ate)?_?code|验证码|yzm|geetest|slider|滑块/i;

/** Requests that can be sent, to the source's own address and nowhere else. */
export function* checkRequests(manifest: Manifest): Iterable<FoundProblem> {
  for (const placed of requestsOf(manifest)) {
    yield* checkAddress(placed);
    yield* checkBody(placed);
    yield* checkHeaders(placed.request.headers ?? {}, [...placed.path, "headers"]);
    yield* checkCaptcha(placed);
  }
  for (const [name, source] of Object.entries(manifest.sources)) {
    yield* checkHeaders(source.headers ?? {}, ["sources", name, "headers"]);
    const { authentication: auth } = source;
    if (auth.type === "signed") yield* checkHeaders(auth.headers ?? {}, ["sources", name, "authentication", "headers"]);
    if (auth.type === "apiKey" && auth.in === "header")
      yield* checkHeaders({ [auth.name]: "" }, ["sources", name, "authentication"]);
    if (source.baseUrl !== "") yield* checkBase(source.baseUrl, ["sources", name, "baseUrl"]);
  }
}

function* checkBase(baseUrl: string, path: Path): Iterable<FoundProblem> {
  const url = new URL(baseUrl);
  if (url.search !== "" || url.hash !== "")
    yield {
      code: "ADDRESS",
      path,
      message: { zh: "baseUrl 不能带 ? 或 #", en: "baseUrl has no ? and no #" },
      suggestion: {
        zh: `写作 ${url.origin}${url.pathname}，参数写在 query`,
        en: `Write ${url.origin}${url.pathname}; parameters stand in query`,
      },
    };
}

function* checkAddress({ request, path }: PlacedRequest): Iterable<FoundProblem> {
  const at = [...path, "path"];
  const address = request.path;
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address)) {
    const below = address.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, "") || "/";
    yield {
      code: "ADDRESS",
      path: at,
      message: {
        zh: "path 写 baseUrl 之后的部分，不写完整网址",
        en: "path is what follows baseUrl, not a whole address",
      },
      suggestion: { zh: `写作 ${below}；另一主机另写一个来源`, en: `Write ${below}; another host is another source` },
    };
  } else if (/(?:^|\/)\.\.?(?:\/|$)|%2e|\\|\p{Cc}/iu.test(address)) {
    yield {
      code: "ADDRESS",
      path: at,
      message: { zh: "path 不能有 .. 、反斜杠或控制字符", en: "path has no .., backslash or control character" },
    };
  } else if (address !== "" && !address.startsWith("/") && !address.startsWith("?") && !address.startsWith("{")) {
    const suggestion = { zh: `写作 /${address}`, en: `Write /${address}` };
    yield { code: "ADDRESS", path: at, message: { zh: "path 须以 / 开头", en: "path begins with /" }, suggestion };
  }
}

function* checkBody({ request, path }: PlacedRequest): Iterable<FoundProblem> {
  const bodies = (["form", "json", "text"] as const).filter((body) => request[body] !== undefined);
  const [first, second] = bodies;
  if (first !== undefined && second !== undefined)
    yield {
      code: "BODY",
      path: [...path, second],
      onKey: true,
      message: { zh: "form、json、text 只能有一个", en: "There can be one of form, json and text" },
      suggestion: { zh: `保留 ${first} 或 ${second}`, en: `Keep ${first} or ${second}` },
    };
  if (request.text !== undefined && request.contentType === undefined)
    yield {
      code: "BODY",
      path: [...path, "text"],
      onKey: true,
      message: { zh: "text 须写 contentType", en: "text needs a contentType" },
      suggestion: {
        zh: "例：contentType: text/xml; charset=utf-8",
        en: "For example contentType: text/xml; charset=utf-8",
      },
    };
  if (first === undefined && request.contentType !== undefined)
    yield {
      code: "OPTION_UNUSED",
      path: [...path, "contentType"],
      onKey: true,
      message: { zh: "没有请求体，contentType 没有作用", en: "Without a body contentType does nothing" },
    };
}

function* checkHeaders(headers: Readonly<Record<string, string>>, path: Path): Iterable<FoundProblem> {
  for (const [name, value] of Object.entries(headers)) {
    const isKey = path.at(-1) === "headers";
    const at = isKey ? [...path, name] : [...path, "name"];
    if (!HEADER_NAME.test(name))
      yield {
        code: "HEADER",
        path: at,
        onKey: isKey,
        message: { zh: "不是请求头的名称", en: "Not the name of a header" },
      };
    else if (OWN_HEADERS.test(name))
      yield {
        code: "HEADER",
        path: at,
        onKey: isKey,
        message: { zh: `请求头 ${name} 由枢纽设定`, en: `The hub sets the header ${name} itself` },
        suggestion: { zh: "删去它", en: "Leave it out" },
      };
    else if (/\p{Cc}/u.test(value))
      yield {
        code: "HEADER",
        path: at,
        message: { zh: "请求头的值须在一行内", en: "The value of a header is one line" },
      };
  }
}

function* checkCaptcha({ request, path, use }: PlacedRequest): Iterable<FoundProblem> {
  if (use !== "login" && use !== "token") return;
  const { query, form, json } = request;
  const parts = Object.entries({ query, form, json });
  for (const [part, value] of parts) {
    const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    const marked =
      names.find((name) => CAPTCHA.test(name)) ??
      textsBelow(value, [])
        .find(({ text }) => /验证码|captcha/i.test(text))
        ?.path.at(-1);
    if (marked === undefined) continue;
    yield {
      code: "CAPTCHA",
      path: [...path, part, marked],
      onKey: true,
      message: {
        zh: "需要验证码的登录不受支持，枢纽从不绕过验证码",
        en: "A log-in with a captcha is not supported; the hub never works round one",
      },
      suggestion: {
        zh: "请与平台约定接口账号（apiKey、basic、signed 等），或改用快照",
        en: "Agree on an account for machines with the platform (apiKey, basic, signed …), or use a snapshot",
      },
    };
  }
}
