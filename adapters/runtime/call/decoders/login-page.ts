import type { CheerioAPI } from "cheerio";

const TITLE_WORDS =
  /登录|登陆|登入|身份认证|统一认证|安全验证|滑动验证|验证码|captcha|sign[\s-]?in|log[\s-]?in|verify you/i;
const CAPTCHA_ELEMENTS = '[class*="captcha" i], [id*="captcha" i], [class*="slider-verify" i], [src*="captcha" i]';
/** A page with more text than this has contents of its own: its password box is only the log-in box in the corner. */
const FORM_ONLY_LENGTH = 600;

/** True for a page that only asks who is there: a log-in form, a slider captcha, a single-sign-on stop. */
export function isLoginPage($: CheerioAPI): boolean {
  if (TITLE_WORDS.test($("title").first().text())) return true;
  if ($(`input[type="password" i], ${CAPTCHA_ELEMENTS}`).length === 0) return false;
  $("script, style, noscript").remove();
  return $("body").text().replaceAll(/\s+/g, "").length <= FORM_ONLY_LENGTH;
}
