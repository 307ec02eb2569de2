import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkFields } from "./check-fields.ts";
import { checkIdentity } from "./check-identity.ts";
import { checkKeeping } from "./check-keeping.ts";
import { checkKinds } from "./check-kinds.ts";
import { checkPaging } from "./check-paging.ts";
import { checkPaths } from "./check-paths.ts";
import { checkRequests } from "./check-requests.ts";
import { checkSearch } from "./check-search.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSnapshots } from "./check-snapshots.ts";
import { checkTemplates } from "./check-templates.ts";
import type { ManifestCheck } from "./scene.ts";

const CHECKS: readonly ManifestCheck[] = [
  checkIdentity,
  checkKinds,
  checkKeeping,
  checkSnapshots,
  checkFields,
  checkExpressions,
  checkPaths,
  checkTemplates,
  checkRequests,
  checkPaging,
  checkSearch,
  checkSecrets,
];

/** Every mistake in the meaning of a manifest whose form is right. */
export function checkManifest(manifest: Manifest): readonly FoundProblem[] {
  return CHECKS.flatMap((check) => [...check(manifest)]);
}
