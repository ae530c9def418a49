import { type BeamFile, Opcode, type Term } from '@beamline/beam-file';
import { atom, binary, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import type { LoadedModule } from './loaded-module.js';

function functionList(functions: readonly (readonly [number, number])[], beam: BeamFile): Term {
  return list(functions.map(([name, arity]) => tuple(atom(beam.atoms[name] ?? ''), integer(arity))));
}

/** All functions of a module: name, an atom index, and arity. */
function functionsOf(beam: BeamFile): [number, number][] {
  const { opcodes, operandStart, values, length } = beam.code;
  const functions: [number, number][] = [];
  for (let i = 0; i < length; i++) {
    if (opcodes[i] !== Opcode.func_info) continue;
    const k = operandStart[i] ?? 0;
    functions.push([values[k + 1] ?? 0, values[k + 2] ?? 0]);
  }
  return functions;
}

/** What `Module:module_info(Item)` returns; undefined if there is no such item. */
export function moduleInfo(loaded: LoadedModule, item: string, slotOf: (name: string, arity: number) => number): Term | undefined {
  const { beam } = loaded.compiled;
  switch (item) {
    case 'module':
      return atom(beam.module);
    case 'exports':
      return functionList(
        // As in OTP the function comes first that some code has named last.
        beam.exports
          .map((entry): [number, number] => [entry.function, entry.arity])
          .toSorted(([a, i], [b, j]) => slotOf(beam.atoms[b] ?? '', j) - slotOf(beam.atoms[a] ?? '', i)),
        beam,
      );
    case 'functions':
      return functionList(functionsOf(beam), beam);
    case 'attributes':
      return beam.attributes ?? NIL;
    case 'compile':
      return beam.compileInfo ?? NIL;
    case 'md5':
      return binary(loaded.md5);
    case 'nifs':
      return NIL;
    case 'native':
      return atom('false');
    default:
      return undefined;
  }
}
