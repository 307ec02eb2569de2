import { demoTask } from "./node-demo-task.ts";
import { checkTask } from "./node-file-tasks.ts";
import { initTask } from "./node-init-task.ts";
import { ownerTasks } from "./node-owner-tasks.ts";
import { registryTasks } from "./node-registry-tasks.ts";
import { reportTask } from "./node-report-task.ts";
import type { NodeTask } from "./node-task.ts";
import { tryTask } from "./node-try-task.ts";

/** In the order in which an owner meets them. */
export const nodeTasks: readonly NodeTask[] = [
  initTask,
  tryTask,
  checkTask,
  ...registryTasks,
  ...ownerTasks,
  reportTask,
  demoTask,
];
