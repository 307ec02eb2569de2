import { Baseline } from "./baseline.ts";
import { benchFolder } from "./prepare-store.ts";

new Baseline(benchFolder(1000000), 1000000).close();
