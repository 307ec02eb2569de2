import { z } from "zod";
import type { Kjy01Account, Kjy01Case } from "#adapters/chongqing-kjy01/records.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { restPage, restResult } from "./envelopes.ts";
import { day, instant, snowflake, text } from "./fields.ts";

const task = z
  .object({
    taskType: text,
    taskName: text,
    taskState: text,
    startDate: day,
    sendType: text,
    dueDate: day,
    basis: text,
  })
  .transform((raw) => ({
    kindText: raw.taskType,
    nameText: raw.taskName,
    statusText: raw.taskState,
    startDate: raw.startDate,
    deliveryText: raw.sendType,
    dueDate: raw.dueDate,
    basis: raw.basis,
  }));

const processCase = z
  .object({
    caseId: snowflake,
    caseNo: text,
    stage: text,
    appNo: text,
    clientName: text,
    legalNum: text,
    tasks: z.array(task).nullish(),
    updateTime: instant,
  })
  .transform(
    (raw): Kjy01Case => ({
      id: raw.caseId,
      caseNumber: raw.caseNo,
      stageText: raw.stage,
      patentNumberText: raw.appNo,
      client: { name: raw.clientName, uscc: raw.legalNum },
      tasks: raw.tasks ?? [],
      updatedAt: raw.updateTime,
    }),
  );

const account = z
  .object({ userName: z.string().min(1), organName: text, legalNum: text })
  .transform(
    (raw): Kjy01Account => ({ userName: raw.userName, organization: { name: raw.organName, uscc: raw.legalNum } }),
  );

/** `/tsAdmin/process/case/list` */
export const decodeCases = restPage(processCase);
/** `/tsAdmin/process/account` */
export const decodeAccount = restResult(account);

/** A session of the process-management system: what its cookie says, and for how long. */
export interface Kjy01Session {
  /** `name=value`, to be sent back as the Cookie header. */
  readonly cookie: string;
  readonly lifetimeMs: number;
}

const SESSION_COOKIE = /^(ts_session=[\w-]{8,200})(?:;|$)/;
const readSession = restResult(z.object({ expiresIn: z.int().positive().max(86_400) }));

/** `/tsOauth2/session`: the cookie stands in the header, its lifetime in the envelope. */
export const decodeSession: Decoder<Kjy01Session> = (answer) => {
  const { expiresIn } = readSession(answer);
  // undici hands a single line on as a text, whatever Node's type says.
  const lines = [answer.headers["set-cookie"] ?? []].flat();
  const cookie = lines.flatMap((line) => SESSION_COOKIE.exec(line)?.[1] ?? [])[0];
  if (cookie === undefined) throw new MalformedError("Set-Cookie");
  return { cookie, lifetimeMs: expiresIn * 1_000 };
};
