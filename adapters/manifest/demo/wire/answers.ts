import type { ServerResponse } from "node:http";
import iconv from "iconv-lite";

/** What a stand-in answers, before it is sent. */
export interface DemoAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page in GBK. `contentType` is what the server claims, which need not be so. */
export function gbkPage(html: string, contentType = "text/html; charset=GBK"): DemoAnswer {
  return { status: 200, contentType, body: iconv.encode(html, "gbk") };
}

export function utf8Answer(text: string, contentType: string, status = 200): DemoAnswer {
  return { status, contentType, body: Buffer.from(text, "utf8") };
}

/** JSON in UTF-8, status 200: in these families the envelope alone tells success from failure. */
export function jsonAnswer(value: unknown): DemoAnswer {
  return utf8Answer(JSON.stringify(value), "application/json;charset=UTF-8");
}

export function send(response: ServerResponse, { status, contentType, body, headers = {} }: DemoAnswer): void {
  response.writeHead(status, { ...headers, "content-type": contentType, "content-length": body.length });
  response.end(body);
}

export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
