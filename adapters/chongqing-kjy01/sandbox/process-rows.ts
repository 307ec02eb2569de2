import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World, WorldTask } from "#adapters/runtime/sandbox/world/types.ts";
import { PLATFORM_USERS } from "#adapters/runtime/sandbox/world/well-known-parties.ts";
import type { Wire } from "./answers.ts";
import type { Row } from "./lists.ts";
import { printNumber, printTime } from "./platform-print.ts";

export type PlatformUser = (typeof PLATFORM_USERS)[number]["user"];

const TASK_TYPES: Readonly<Record<WorldTask["kind"], string>> = {
  FEE: "缴纳年费",
  OA_RESPONSE: "答复审查意见",
  RECTIFICATION: "补正",
  EXAM_REQUEST: "实质审查请求",
  REGISTRATION: "办理登记手续",
  PRIORITY: "优先权",
  RESTORATION: "恢复权利请求",
  REEXAM: "复审请求",
};
const SENT = { ELECTRONIC: "电子", PAPER: "邮寄" } as const;
const CASES_UPDATED = "2026-11-20 09:00:00";

/** The dockets of one user, as `/tsAdmin/process/case/list` prints them. */
export function caseRows(world: World, user: PlatformUser): readonly Row[] {
  const index = indexWorld(world);
  return world.cases
    .filter((docket) => docket.user === user)
    .map((docket, position) => ({
      id: docket.id,
      facets: { name: docket.caseNumber },
      wire: {
        caseId: BigInt(docket.id),
        caseNo: docket.caseNumber,
        stage: docket.stageText,
        appNo: printNumber(docket.patent, position),
        clientName: index.partyName(docket.client),
        legalNum: docket.client,
        tasks: docket.tasks.map(printTask),
        updateTime: CASES_UPDATED,
      },
    }));
}

function printTask(task: WorldTask): Wire {
  return {
    taskType: TASK_TYPES[task.kind],
    taskName: task.text,
    taskState: task.statusText,
    startDate: task.startDate === null ? "--" : printTime(task.startDate),
    sendType: task.delivery === undefined ? "--" : SENT[task.delivery],
    dueDate: printTime(task.dueDate),
    basis: task.basis,
  };
}

/** Who a user is, as `/tsAdmin/process/account` prints it. */
export function accountOf(world: World, user: PlatformUser): Wire {
  const client = PLATFORM_USERS.find((known) => known.user === user)?.client ?? "";
  return { userName: user, organName: indexWorld(world).partyName(client), legalNum: client };
}
