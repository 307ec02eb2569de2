import { demoTask } from "./node-demo-task.ts";
import { ownerTasks } from "./node-owner-tasks.ts";
import { registryTasks } from "./node-registry-tasks.ts";
import type { NodeTask } from "./node-task.ts";

/** In the order in which an owner meets them. */
export const nodeTasks: readonly NodeTask[] = [...registryTasks, ...ownerTasks, demoTask];
