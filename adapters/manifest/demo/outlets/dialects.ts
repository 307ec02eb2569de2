import { CSV } from "./csv-dialect.ts";
import type { Dialect } from "./dialect.ts";
import { CITY, JEESITE, JSONP, RUOYI } from "./json-dialects.ts";
import { ASPNET, SOAP } from "./markup-dialects.ts";
import { SHANDONG, SIPOP, ZHEJIANG } from "./signed-dialects.ts";

/** Ten ways in which government data gateways speak (FACTS B5), one for each outlet. */
export const DIALECTS: readonly Dialect[] = [CITY, ZHEJIANG, SHANDONG, SIPOP, RUOYI, JEESITE, ASPNET, SOAP, JSONP, CSV];
