import type { SnapshotRefusal } from "#adapters/manifest/snapshot/snapshot-problem.ts";
import type { UpstreamFailure } from "#schema/error-codes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Why a signed file is not taken. */
const FILES: Readonly<Record<SnapshotRefusal, Bilingual>> = {
  MISSING: {
    zh: "没有该文件（MISSING）：试用时放在清单旁，接入后放入枢纽 HUB_DATA_DIR 下的 snapshots/节点代码/来源名",
    en: "the file is not there (MISSING): for a trial it lies beside the manifest, then in snapshots/CODE/SOURCE below the hub's HUB_DATA_DIR",
  },
  UNSIGNED: {
    zh: "文件旁没有封（.sig）（UNSIGNED）：见 GUIDE.md 第 6 节",
    en: "there is no seal (.sig) beside the file (UNSIGNED): see GUIDE.md, section 6",
  },
  BAD_SEAL: {
    zh: "封不完整（BAD_SEAL）：须有 file、sha-256、created、signature 四行",
    en: "the seal is not whole (BAD_SEAL): it has four lines: file, sha-256, created, signature",
  },
  UNKNOWN_KEY: {
    zh: "封的签名与 publicKeys 都不符（UNKNOWN_KEY）",
    en: "the seal's signature fits none of publicKeys (UNKNOWN_KEY)",
  },
  OTHER_FILE: { zh: "封是另一个文件的（OTHER_FILE）", en: "the seal is of another file (OTHER_FILE)" },
  FROM_THE_FUTURE: {
    zh: "封的制作时间在将来（FROM_THE_FUTURE）",
    en: "made in the future, by its seal (FROM_THE_FUTURE)",
  },
  OLDER: { zh: "比已取用的那份更旧（OLDER）", en: "older than the one that was taken (OLDER)" },
  TOO_OLD: { zh: "文件已过可保留的时间（TOO_OLD）", en: "made longer ago than it may be kept (TOO_OLD)" },
  ALTERED: {
    zh: "文件与封不符（ALTERED）：改过文件的，重新加封",
    en: "the file is not what was sealed (ALTERED): seal it anew after every change",
  },
  TOO_LARGE: {
    zh: "文件过大（TOO_LARGE）：至多 64 MiB，每行至多 256 Ki 字符",
    en: "the file is too large (TOO_LARGE): at most 64 MiB, and 256 Ki characters a line",
  },
  ZIP_BOMB: {
    zh: "工作簿解压后过大，或大部件过多（ZIP_BOMB）",
    en: "the workbook unpacks to too much, or to too many large parts (ZIP_BOMB)",
  },
  TOO_MANY_ROWS: {
    zh: "行数过多（TOO_MANY_ROWS）：至多 100,000 行",
    en: "too many rows (TOO_MANY_ROWS): at most 100,000",
  },
  UNREADABLE: { zh: "文件不是所说的格式（UNREADABLE）", en: "the file is not of the format told (UNREADABLE)" },
  NO_RECORDS: {
    zh: "没有一行成为记录（NO_RECORDS）：检查 id 与列名",
    en: "not one line becomes a record (NO_RECORDS): see id and the names of the columns",
  },
};

/** What went wrong with a source, in the terms of whoever wrote its manifest. */
export function failureWords(failure: UpstreamFailure): Bilingual {
  switch (failure.kind) {
    case "timeout":
      return { zh: `等了太久（${failure.phase}）`, en: `no answer in time (${failure.phase})` };
    case "unreachable":
      return isRefusal(failure.reason)
        ? FILES[failure.reason]
        : { zh: `连不上（${failure.reason}）`, en: `cannot be reached (${failure.reason})` };
    case "rejected":
      return rejected(failure);
    case "rate-limited": {
      const seconds = Math.ceil(failure.retryAfterMs / 1_000);
      return { zh: `要求放慢，${seconds} 秒后再来`, en: `asks to slow down and to come back in ${seconds} s` };
    }
    case "malformed":
      return malformed(failure.at);
    case "login-required":
      return {
        zh: "给出的是登录页：检查 authentication（request、loggedIn、lasts）",
        en: "shows its log-in page: see authentication (request, loggedIn, lasts)",
      };
    default:
      return { zh: failure.kind, en: failure.kind };
  }
}

function isRefusal(reason: string): reason is SnapshotRefusal {
  return Object.hasOwn(FILES, reason);
}

function rejected({ status, reason }: Extract<UpstreamFailure, { readonly kind: "rejected" }>): Bilingual {
  const why = reason === undefined ? "" : ` (${reason})`;
  if (status !== 404 && status !== 410) return { zh: `拒绝了请求，${status}${why}`, en: `refused, ${status}${why}` };
  return {
    zh: `没有这个网址，${status}：检查 baseUrl 与 path`,
    en: `there is no such address, ${status}: see baseUrl and path`,
  };
}

/** As decoders tell it: `no data.list`, `neither tr nor #total`, or anything else. */
function malformed(at: string): Bilingual {
  const [, first = "", second] = /^no (.+)$/s.exec(at) ?? /^neither (.+) nor (.+)$/s.exec(at) ?? [];
  if (first === "") return { zh: `应答读不出（${at}）`, en: `the answer cannot be read (${at})` };
  return second === undefined
    ? { zh: `应答中没有 ${first}`, en: `the answer has no ${first}` }
    : { zh: `应答中既没有 ${first}，也没有 ${second}`, en: `the answer has neither ${first} nor ${second}` };
}
