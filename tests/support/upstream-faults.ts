import { gzipSync } from "node:zlib";
import { encode } from "iconv-lite";
import type { UpstreamHandler } from "./start-upstream.ts";

export function answerJson(value: unknown, headers: Readonly<Record<string, string>> = {}): UpstreamHandler {
  return answerBody(JSON.stringify(value), "application/json", headers);
}

export function answerHtml(text: string): UpstreamHandler {
  return answerBody(text, "text/html; charset=utf-8");
}

export function answerBody(
  body: string | Buffer,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): UpstreamHandler {
  return (_request, response) => {
    response.writeHead(200, { "content-type": contentType, ...headers }).end(body);
  };
}

export function answerStatus(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): UpstreamHandler {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Takes the request and never answers. */
export const hang: UpstreamHandler = () => {};

/** Sends headers at once and then one byte every `everyMs`, without end. */
export function drip(everyMs = 20): UpstreamHandler {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("[");
    const timer = setInterval(() => response.write(" "), everyMs);
    response.on("close", () => clearInterval(timer));
  };
}

/** Announces the whole body, sends half of it and breaks the connection. */
export function cutBody(body: string | Buffer, contentType = "application/json"): UpstreamHandler {
  const bytes = Buffer.from(body);
  return (_request, response) => {
    response.writeHead(200, { "content-type": contentType, "content-length": bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
  };
}

/** Breaks the connection without a word. */
export const reset: UpstreamHandler = (_request, response) => {
  response.socket?.resetAndDestroy();
};

export function redirectTo(location: string, status = 302): UpstreamHandler {
  return answerStatus(status, { location });
}

/** GBK bytes under a header that says UTF-8. */
export function answerGbk(text: string, contentType: string): UpstreamHandler {
  return answerBody(encode(text, "gbk"), `${contentType.replace(/;.*$/, "")}; charset=utf-8`);
}

/** Zeros that take about a thousandth of their size on the wire. */
export function gzipBomb(plainBytes: number): UpstreamHandler {
  const piece = gzipSync(Buffer.alloc(1024 * 1024));
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    let left = Math.ceil(plainBytes / (1024 * 1024));
    const pump = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(piece)) {
          response.once("drain", pump);
          return;
        }
      }
      response.end();
    };
    pump();
  };
}

/** A body of that size, produced as fast as it is read. */
export function endless(bytes: number): UpstreamHandler {
  const piece = Buffer.alloc(64 * 1024, " ");
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    let left = bytes;
    const pump = () => {
      while (left > 0 && !response.destroyed) {
        left -= piece.length;
        if (!response.write(piece)) {
          response.once("drain", pump);
          return;
        }
      }
      response.end();
    };
    pump();
  };
}

/** One handler per request, the last one for all that follow. */
export function inTurn(...handlers: readonly UpstreamHandler[]): UpstreamHandler {
  let next = 0;
  return (request, response) => {
    const handler = handlers[Math.min(next, handlers.length - 1)];
    next += 1;
    return handler?.(request, response);
  };
}

export const LOGIN_PAGE = `<!DOCTYPE html><html><head><title>用户登录</title></head><body>
<form action="/login" method="post"><input name="user"><input type="password" name="pass"></form></body></html>`;

export const MAINTENANCE_PAGE = `<!DOCTYPE html><html><head><title>系统维护</title></head><body><p>系统升级中，请稍后访问。</p></body></html>`;
