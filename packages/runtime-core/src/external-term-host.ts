import type { KernelHost } from '@beamline/kernel';
import { SCRATCH } from '@beamline/machine-model';
import { FLOAT_BUFFER, formatFloatBy } from './bifs/float-text.js';
import type { ExportTable } from './loader/export-table.js';
import type { FunTable } from './loader/fun-table.js';
import { SystemLimitError } from './system-limit-error.js';
import { type AtomTable, MAXIMUM_ATOM_LENGTH } from './terms/atom-table.js';
import type { LinearMemory } from './terms/linear-memory.js';

/** What external terms need of the host: atoms, funs and floats by their texts. */
type ExternalTermHost = Pick<
  KernelHost,
  'describeFun' | 'funOfModule' | 'exportFun' | 'isExported' | 'atomOfText' | 'floatText' | 'textFloat'
>;

interface Parts {
  readonly atoms: AtomTable;
  readonly funs: FunTable;
  readonly exports: ExportTable;
}

/** What `atomOfText` returns when there are too many atoms. */
const TOO_MANY_ATOMS = 1;

/** The kernel's imports for external terms. */
export function externalTermHost(memory: LinearMemory, machine: () => Parts): ExternalTermHost {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  const textAt = (at: number, bytes: number, isLatin1: boolean): string | undefined => {
    const start = at >>> 0;
    const part = memory.bytes.subarray(start, start + bytes);
    if (isLatin1) return String.fromCharCode(...part.subarray(0, MAXIMUM_ATOM_LENGTH + 1));
    try {
      return decoder.decode(part);
    } catch {
      return undefined;
    }
  };

  return {
    describeFun: (identity) => machine().funs.describeInMemory(identity),
    funOfModule: (module, arity, md5, index, oldIndex, oldUniq, free) => {
      const { atoms, funs } = machine();
      const start = md5 >>> 0;
      const uniq = memory.bytes.slice(start, start + 16);
      const fun = funs.localFun({ module: atoms.name(module), arity, uniq, index: index >>> 0, oldIndex, oldUniq, free });
      memory.store(SCRATCH, fun.entry);
      memory.store(SCRATCH + 4, fun.identity);
    },
    exportFun: (module, name, arity) => {
      const { atoms, funs } = machine();
      return funs.exportFun(atoms.name(module), atoms.name(name), arity);
    },
    isExported: (module, name, arity) => {
      const { atoms, exports } = machine();
      return exports.isExported(atoms.name(module), atoms.name(name), arity) ? 1 : 0;
    },
    atomOfText: (at, bytes, isLatin1, mayMake) => {
      const { atoms } = machine();
      const text = textAt(at, bytes, isLatin1 !== 0);
      // A string has no more characters than code units.
      if (text === undefined || (text.length > MAXIMUM_ATOM_LENGTH && [...text].length > MAXIMUM_ATOM_LENGTH)) return 0;
      if (mayMake === 0 && !atoms.has(text)) return 0;
      try {
        return atoms.term(text);
      } catch (error) {
        if (error instanceof SystemLimitError && error.limit === 'atoms') return TOO_MANY_ATOMS;
        throw error;
      }
    },
    floatText: (value, format, digits, to) => {
      const text = formatFloatBy(value, format, digits);
      if (text.length > FLOAT_BUFFER) return 0;
      const { bytes } = memory;
      for (let i = 0; i < text.length; i++) bytes[(to >>> 0) + i] = text.charCodeAt(i);
      return text.length;
    },
    textFloat: (at, bytes) => {
      const start = at >>> 0;
      let text = '';
      for (let i = start; i < start + bytes; i++) text += String.fromCharCode(memory.bytes[i] ?? 0);
      return Number(text.replace(',', '.'));
    },
  };
}
