import { formatTerm, type Term } from '@beamline/beam-file';
import type { CodeVersions } from '../loader/code-versions.js';
import { LinkError } from '../loader/link-error.js';
import type { HostMemory } from '../terms/host-memory.js';
import { LOCAL_NODE } from '../terms/identifiers.js';
import { BifFailure, type CodeControl, type PreparedCode } from './bif-context.js';

/**
 * Code loading as BIFs see it.
 * @param prepare - reads and compiles a `.beam` file; undefined where programs cannot load code
 * @param runnable - called when processes were killed, which have to run to their end
 * @param hostMemory - counts the code that is kept
 */
export function codeControl(
  versions: CodeVersions,
  prepare: ((bytes: Uint8Array) => PreparedCode) | undefined,
  runnable: () => void,
  hostMemory: HostMemory,
): CodeControl {
  const kept = new Map<string, PreparedCode>();
  let number = 0;
  return {
    prepare: (bytes) => {
      if (prepare === undefined) throw new LinkError('programs cannot load code into a bare Machine; use a Runtime', '');
      return prepare(bytes);
    },
    keep: (prepared) => {
      if (!hostMemory.keep(prepared.bytes)) throw new BifFailure('system_limit');
      number++;
      // A reference that the kernel never makes.
      const reference: Term = { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: [number, 0, 2 ** 31] };
      kept.set(formatTerm(reference), prepared);
      return reference;
    },
    prepared: (reference) => kept.get(formatTerm(reference)),
    forget: (reference) => {
      const text = formatTerm(reference);
      hostMemory.give(kept.get(text)?.bytes ?? 0);
      kept.delete(text);
    },
    delete: (module) => versions.delete(module),
    hasOld: (module) => versions.hasOld(module),
    purge: (module) => {
      const killed = versions.purge(module);
      if (killed) runnable();
      return killed;
    },
    softPurge: (module) => versions.softPurge(module),
    uses: (context, module) => versions.uses(context, module),
  };
}
