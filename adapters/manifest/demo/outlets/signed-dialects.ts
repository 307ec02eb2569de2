import { createHash } from "node:crypto";
import { jsonAnswer, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import { createSignatureCheck } from "#adapters/manifest/demo/wire/gateway-signature.ts";
import { readForm } from "#adapters/manifest/demo/wire/read-request.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { Dialect } from "./dialect.ts";
import { cut, upperCased } from "./select-rows.ts";

const APP = { APP_KEY: "hub-demo", APP_SECRET: "demo-app-secret" };

/** Zhejiang's gateway.do: one JSON text in the query, and the sign is fetched from another interface first. */
export const ZHEJIANG: Dialect = {
  code: "zhejiang",
  kind: "SERVICE",
  charset: "utf-8",
  secrets: { APP_KEY: APP.APP_KEY },
  source: {
    authentication: {
      type: "token",
      request: {
        path: "/gateway.do",
        query: {
          param:
            '{{"app_id":"{secret.APP_KEY}","interface_id":"sign","version":"1.0","timestamp":"{now:yyyyMMddHHmmss}"}',
        },
      },
      from: "data.sign",
      lasts: "10m",
    },
    success: "int(body.status) == 1",
  },
  list: {
    request: {
      path: "/gateway.do",
      query: {
        param:
          '{{"app_id":"{secret.APP_KEY}","interface_id":"fwlb_page","version":"1.0","charset":"utf-8","timestamp":"{now:yyyyMMddHHmmss}","origin":"1","sign":"{token}","biz_content":{{"page":"{page}","size":"{size}","gjc":"{text}"}}',
      },
    },
    decode: { format: "json", rows: "data" },
    paging: { type: "page", size: 100 },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows, clock) =>
    ({ query }) => {
      const param = parseObject(query.get("param") ?? "");
      if (param["app_id"] !== APP.APP_KEY) return jsonAnswer({ status: 0, msg: "应用未授权", data: [] });
      const sign = createHash("md5")
        .update(`${APP.APP_SECRET}${hourOf(clock)}`)
        .digest("hex");
      if (param["interface_id"] === "sign") return jsonAnswer({ status: 1, msg: "", data: { sign } });
      if (param["sign"] !== sign) return jsonAnswer({ status: 0, msg: "签名错误", data: [] });
      const { page, size, gjc } = textsOf(param["biz_content"]);
      return jsonAnswer({ status: "1", msg: "", data: cut(rows, { page, size, word: gjc }).rows });
    },
};

/** Shandong's gateway: signed headers, upper-case names in both directions. */
export const SHANDONG: Dialect = {
  code: "shandong",
  kind: "REPORT",
  charset: "utf-8",
  secrets: APP,
  source: {
    authentication: {
      type: "signed",
      algorithm: "hmac-sha256",
      over: "{secret.APP_KEY}{timestamp}{nonce}",
      secret: "APP_SECRET",
      encoding: "base64",
      timestamp: "epoch-ms",
      headers: {
        "X-Client-Id": "{secret.APP_KEY}",
        "X-Timestamp": "{timestamp}",
        "X-Nonce": "{nonce}",
        "X-Signature": "{signature}",
      },
    },
  },
  list: {
    request: { path: "/gateway/api/bglb", query: { PAGE: "{page}", PAGENUM: "{size}", GJC: "{text}" } },
    decode: { format: "json", rows: "DATA", total: "TOTAL" },
    paging: { type: "page", size: 100 },
    search: { text: true },
  },
  place: (column) => column.toUpperCase(),
  serve: (rows, clock) => {
    const refuse = createSignatureCheck(clock, { id: APP.APP_KEY, secret: APP.APP_SECRET });
    return ({ query, headers }) => {
      const reason = refuse(headers);
      if (reason !== null) {
        return utf8Answer(JSON.stringify({ CODE: 401, MSG: reason }), "application/json;charset=UTF-8", 401);
      }
      const { rows: page, total } = cut(rows, {
        page: query.get("PAGE"),
        size: query.get("PAGENUM"),
        word: query.get("GJC"),
      });
      return jsonAnswer({ TOTAL: String(total), DATA: page.map(upperCased) });
    };
  },
};

const SIPOP_TEXT = '{{"page":"{page}","size":"{size}","key":"{text}"}';

/** The national operation platform's router: one address, MD5 over all parameters in the order of their names. */
export const SIPOP: Dialect = {
  code: "sipop",
  kind: "LISTING",
  charset: "utf-8",
  secrets: APP,
  source: {
    authentication: {
      type: "signed",
      algorithm: "md5",
      over: `{secret.APP_SECRET}appKey{secret.APP_KEY}methodlisting.pageparam${SIPOP_TEXT}timestamp{timestamp}v1.0{secret.APP_SECRET}`,
      encoding: "HEX",
      timestamp: "yyyy-MM-dd HH:mm:ss",
    },
    success: "body.success == true",
    errors: [{ when: 'body.code == "SIGN"', kind: "rejected" }],
  },
  list: {
    request: {
      method: "POST",
      path: "/router/rest",
      form: {
        appKey: "{secret.APP_KEY}",
        method: "listing.page",
        param: SIPOP_TEXT,
        timestamp: "{timestamp}",
        v: "1.0",
        sign: "{signature}",
      },
    },
    decode: { format: "json", rows: "result.list", total: "result.total" },
    paging: { type: "page", size: 100 },
    search: { text: true },
  },
  place: (column) => column,
  serve:
    (rows) =>
    ({ method, body }) => {
      if (method !== "POST") return jsonAnswer({ success: false, code: "METHOD", result: null });
      const form = readForm(body, "utf-8");
      if (!isSigned(form)) return jsonAnswer({ success: false, code: "SIGN", result: null });
      const { page, size, key } = textsOf(parseObject(form.get("param") ?? ""));
      const found = cut(rows, { page, size, word: key });
      return jsonAnswer({ success: true, code: "0", result: { list: found.rows, total: found.total } });
    },
};

function isSigned(form: ReadonlyMap<string, string>): boolean {
  const names = [...form.keys()].filter((name) => name !== "sign").sort();
  const text = names.map((name) => `${name}${form.get(name) ?? ""}`).join("");
  const due = createHash("md5").update(`${APP.APP_SECRET}${text}${APP.APP_SECRET}`).digest("hex").toUpperCase();
  return form.get("appKey") === APP.APP_KEY && form.get("sign") === due;
}

/** A sign is good for the hour in which it was fetched and, being the same for all, for whoever fetched it. */
function hourOf(clock: Clock): number {
  return Math.floor(clock.now() / 3_600_000);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textsOf(value: unknown): Readonly<Partial<Record<string, string>>> {
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}
