/** On every answer, unless a reply has its own. */
export const SECURITY_HEADERS = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** All request headers by which answers differ. */
export const VARY =
  "Accept, Accept-Encoding, Accept-Language, Authorization, Hub-Node-Authorization, Hub-Sources, Origin";

/** The two languages as `Content-Language` names them. */
export const CONTENT_LANGUAGE = { zh: "zh-CN", en: "en" } as const;
