/** Against reading an answer as something else, and against framing it. */
export const DATA_SECURITY_HEADERS = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
} as const;

/** On every reply, unless it has its own. */
export const SECURITY_HEADERS = {
  ...DATA_SECURITY_HEADERS,
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
} as const;

/** All request headers by which answers differ. */
export const VARY =
  "Accept, Accept-Encoding, Accept-Language, Authorization, Hub-Node-Authorization, Hub-Sources, Hub-Trace, Origin";

/** The two languages as `Content-Language` names them. */
export const CONTENT_LANGUAGE = { zh: "zh-CN", en: "en" } as const;
