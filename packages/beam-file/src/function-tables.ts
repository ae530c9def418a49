import type { ChunkReader } from './chunk-reader.js';

/** Most arguments a function can have (`MAX_ARG`, `erts/emulator/beam/erl_vm.h`). */
export const MAX_ARITY = 255;

/** An imported function (`ImpT`); the index in the table is what calls and BIF instructions name. */
export interface Import {
  /** Atom index. */
  readonly module: number;
  /** Atom index. */
  readonly function: number;
  /** 0..255 */
  readonly arity: number;
}

/** A function of this module by its label (`ExpT`, `LocT`). */
export interface Export {
  /** Atom index. */
  readonly function: number;
  /** 0..255 */
  readonly arity: number;
  /** Label of the entry, after `func_info`. */
  readonly label: number;
}

/** A fun that this module creates (`FunT`); `make_fun3` names it by its index in the table. */
export interface Lambda {
  /** Atom index of the name of the function that has the body, e.g. `-f/1-fun-0-`. */
  readonly function: number;
  /** Arity of that function: the fun's own arity plus `numFree`. */
  readonly arity: number;
  /** Label of the entry. */
  readonly label: number;
  /** The index that `erlang:fun_info(F, index)` gives. */
  readonly index: number;
  /** Number of variables of the environment, passed after the arguments. */
  readonly numFree: number;
  /** What `erlang:fun_info(F, uniq)` gives: 27 bits of a hash, 0..2^32-1. */
  readonly oldUniq: number;
}

/** Reads `ImpT`: count, then module, function and arity, 32 bits each. */
export function readImports(reader: ChunkReader, atomCount: number): Import[] {
  const count = reader.count(12, 'number of imports');
  const imports: Import[] = [];
  for (let i = 0; i < count; i++) {
    imports.push({
      module: atomIndex(reader, atomCount, 'module of an import'),
      function: atomIndex(reader, atomCount, 'function of an import'),
      arity: arity(reader, 'arity of an import'),
    });
  }
  return imports;
}

/** Reads `ExpT` or `LocT`: count, then function, arity and label, 32 bits each. */
export function readExports(reader: ChunkReader, atomCount: number, labelCount: number): Export[] {
  const count = reader.count(12, 'number of functions');
  const exports: Export[] = [];
  for (let i = 0; i < count; i++) {
    exports.push({
      function: atomIndex(reader, atomCount, 'name of a function'),
      arity: arity(reader, 'arity of a function'),
      label: label(reader, labelCount),
    });
  }
  return exports;
}

/** Reads `FunT`: count, then the six fields of Lambda in their order, 32 bits each. */
export function readLambdas(reader: ChunkReader, atomCount: number, labelCount: number): Lambda[] {
  const count = reader.count(24, 'number of funs');
  const lambdas: Lambda[] = [];
  for (let i = 0; i < count; i++) {
    const lambda = {
      function: atomIndex(reader, atomCount, 'function of a fun'),
      arity: arity(reader, 'arity of a fun'),
      label: label(reader, labelCount),
      index: reader.uint32('index of a fun'),
      numFree: reader.uint32('number of free variables'),
      oldUniq: reader.uint32('uniq of a fun'),
    };
    if (lambda.numFree > lambda.arity) {
      throw reader.error(
        'bad-count',
        `fun ${i} has ${lambda.numFree} free variables but its function has arity ${lambda.arity}`,
        reader.position - 24,
      );
    }
    lambdas.push(lambda);
  }
  return lambdas;
}

function atomIndex(reader: ChunkReader, atomCount: number, what: string): number {
  const index = reader.uint32(what);
  if (index < 1 || index > atomCount) {
    throw reader.error('bad-index', `${what}: there is no atom ${index}, only 1..${atomCount}`, reader.position - 4);
  }
  return index;
}

function arity(reader: ChunkReader, what: string): number {
  const value = reader.uint32(what);
  if (value > MAX_ARITY) throw reader.error('bad-count', `${what} is ${value}, more than ${MAX_ARITY}`, reader.position - 4);
  return value;
}

function label(reader: ChunkReader, labelCount: number): number {
  const value = reader.uint32('label of a function');
  if (value < 1 || value >= labelCount) {
    throw reader.error('bad-label', `label ${value} is not in 1..${labelCount - 1}`, reader.position - 4);
  }
  return value;
}
