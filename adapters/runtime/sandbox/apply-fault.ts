import type { ServerResponse } from "node:http";
import type { FaultMode } from "./sandbox-module.ts";

/** Recognisable text that faults plant in their answers; it must never reach a client or a log. */
export const PLANTED_SECRET = "SANDBOX-PLANTED-SECRET";

const GARBAGE = Buffer.from([0x00, 0xff, 0xfe, 0x9c, 0x1f, 0x8b, 0x7b, 0x3c, 0x00, 0xc3, 0x28]);
const DRIP_MS = 1_000;

const LOGIN_PAGE = `<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>用户登录</title></head><body>
<form action="/login" method="post"><input name="username"><input name="password" type="password">
<div id="slider-captcha">请拖动滑块完成验证</div><button>登录</button></form></body></html>`;

/** Spoils one answer. */
export const applyFault: Readonly<Record<Exclude<FaultMode, "none">, (response: ServerResponse) => void>> = {
  hang: () => undefined,
  error: (response) => {
    response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    response.end(`java.lang.NullPointerException: ${PLANTED_SECRET}\n\tat com.example.portal.Dao.query(Dao.java:42)`);
  },
  garbage: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(Buffer.concat([GARBAGE, Buffer.from(PLANTED_SECRET)]));
  },
  login: (response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(LOGIN_PAGE);
  },
  drip: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), DRIP_MS);
    response.on("close", () => clearInterval(timer));
  },
  "rate-limit": (response) => {
    response.writeHead(429, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
    response.end("访问过于频繁");
  },
  truncate: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    response.write('{"code":200,"rows":[{"', () => response.destroy());
  },
};
