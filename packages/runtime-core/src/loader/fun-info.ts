import type { Term } from '@beamline/beam-file';
import { atom, binary, integer } from '../terms/plain-terms.js';
import type { ExportEntry } from './export-table.js';
import type { LoadedModule } from './loaded-module.js';

/** What `fun_info` returns for `fun Module:Function/Arity`, except arity and environment; undefined if there is no such item. */
export function externalFunInfo(entry: ExportEntry, item: string): Term | undefined {
  switch (item) {
    case 'module':
      return atom(entry.module);
    case 'name':
      return atom(entry.function);
    case 'type':
      return atom('external');
    case 'pid':
    case 'index':
    case 'uniq':
    case 'new_index':
    case 'new_uniq':
    case 'refc':
      return atom('undefined');
    default:
      return undefined;
  }
}

/** What `fun_info` returns for a fun of a module; `self` for the process that made it, which is not recorded. */
export function localFunInfo(module: LoadedModule, lambda: number, item: string): Term | 'self' | undefined {
  const { beam } = module.compiled;
  const { index, oldUniq, function: name } = beam.lambdas[lambda] ?? { index: 0, oldUniq: 0, function: 0 };
  switch (item) {
    case 'module':
      return atom(module.name);
    case 'name':
      return atom(beam.atoms[name] ?? '');
    case 'type':
      return atom('local');
    case 'index':
      return integer(index);
    case 'new_index':
      return integer(lambda);
    case 'uniq':
      return integer(oldUniq);
    case 'new_uniq':
      return binary(module.md5);
    case 'refc':
      // What counts references in OTP is collected here.
      return integer(1);
    case 'pid':
      return 'self';
    default:
      return undefined;
  }
}
