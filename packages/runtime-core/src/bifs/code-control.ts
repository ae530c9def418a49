import type { CodeVersions } from '../loader/code-versions.js';
import { LinkError } from '../loader/link-error.js';
import type { HostMemory } from '../terms/host-memory.js';
import type { HostResources } from '../terms/host-resources.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { CodeControl, LoadingCode, PreparedCode } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

/** Prepared code, as the value of a resource. */
class KeptCode {
  isUsed = false;

  constructor(readonly prepared: PreparedCode) {}
}

/**
 * Code loading as BIFs see it.
 * @param prepare - reads and compiles a `.beam` file; undefined where programs cannot load code
 * @param runnable - called when processes were killed, which have to run to their end
 * @param hostMemory - counts the code that is kept
 */
export function codeControl(
  versions: CodeVersions,
  prepare: ((bytes: Uint8Array) => Promise<PreparedCode>) | undefined,
  runnable: () => void,
  resources: HostResources,
  hostMemory: HostMemory,
): CodeControl {
  const loading = new Map<string, LoadingCode>();
  return {
    prepare: (bytes) => {
      if (prepare === undefined) throw new LinkError('programs cannot load code into a bare Machine; use a Runtime', '');
      return prepare(bytes);
    },
    keep: (prepared) => {
      const { bytes } = prepared;
      if (!hostMemory.keep(bytes)) throw new BifFailure('system_limit');
      return new ResourceTerm(
        new Resource(new KeptCode(prepared), () => {
          hostMemory.give(bytes);
        }),
      );
    },
    prepared: (reference) => {
      const kept = resources.find(reference, KeptCode);
      return kept === undefined || kept.isUsed ? undefined : kept.prepared;
    },
    used: (reference) => {
      const kept = resources.find(reference, KeptCode);
      if (kept !== undefined) kept.isUsed = true;
    },
    keepLoading: (module, code) => {
      if (code === undefined) loading.delete(module);
      else loading.set(module, code);
    },
    loading: (module) => loading.get(module),
    delete: (module) => versions.delete(module),
    hasOld: (module) => versions.hasOld(module),
    isFull: (module) => versions.isFull(module),
    purge: (module) => {
      const killed = versions.purge(module);
      if (killed) runnable();
      return killed;
    },
    softPurge: (module) => versions.softPurge(module),
    uses: (context, module) => versions.uses(context, module),
  };
}
