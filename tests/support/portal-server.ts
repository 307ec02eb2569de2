import { encode } from "iconv-lite";
import { type ReceivedRequest, startUpstream, type TestUpstream, type UpstreamHandler } from "./start-upstream.ts";

/** What one page of a portal answers. */
export interface PortalReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** One request as a page of the portal reads it: fields of the query and of a form, in the portal's charset. */
interface PortalQuestion {
  readonly path: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly request: ReceivedRequest;
}

export type PortalPage = (question: PortalQuestion) => PortalReply;

/** A portal of a few pages by path, on a port of its own; paths that it does not have are 404. */
export function startPortal(
  pages: Readonly<Record<string, PortalPage>>,
  charset: "utf-8" | "gbk" = "utf-8",
): Promise<TestUpstream> {
  const handler: UpstreamHandler = (request, response) => {
    const [path = "", query = ""] = request.path.split("?");
    const isForm = request.headers["content-type"]?.includes("form-urlencoded") === true;
    const fields = readFields([query, isForm ? request.body.toString("latin1") : ""], charset);
    const reply = pages[path]?.({ path, fields, request }) ?? { status: 404, body: "" };
    response.writeHead(reply.status ?? 200, flat(reply.headers ?? {})).end(reply.body);
  };
  return startUpstream(handler);
}

export function jsonReply(value: unknown): PortalReply {
  return { headers: { "content-type": "application/json;charset=UTF-8" }, body: JSON.stringify(value) };
}

/** A page; where it is of GBK, nothing says so but its bytes. */
export function pageReply(body: string, charset: "utf-8" | "gbk" = "utf-8"): PortalReply {
  const html = `<html><head><title>示例平台</title></head><body>${body}</body></html>`;
  return { headers: { "content-type": "text/html" }, body: charset === "gbk" ? encode(html, "gbk") : html };
}

export const LOGIN_REPLY = pageReply(
  '<form action="login.do">请登录<input name="user"><input type="password" name="pass"><img src="captcha.jpg"></form>',
);

/** Rows `{ id, title }` numbered from 1. */
export function numberedRows(count: number): readonly { readonly id: string; readonly title: string }[] {
  return Array.from({ length: count }, (_, index) => ({ id: String(index + 1), title: `挂牌${index + 1}` }));
}

function readFields(parts: readonly string[], charset: "utf-8" | "gbk"): ReadonlyMap<string, string> {
  const decoder = new TextDecoder(charset);
  const decode = (text: string) => decoder.decode(bytesOf(text.replaceAll("+", " ")));
  const pairs = parts
    .flatMap((part) => part.split("&"))
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const [name = "", ...value] = pair.split("=");
      return [decode(name), decode(value.join("="))];
    });
  return new Map(pairs);
}

function bytesOf(text: string): Uint8Array {
  const plain = text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, "latin1");
}

function flat(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}
