import { keepFunctions, readBeamFileWithoutCode, writeChunks, writeLiteralTable } from '@beamline/beam-file';
import type { ReachedModule } from './reached.js';

/** What is left out of modules. */
export interface StripOptions {
  /** True to leave out functions that are not reached. */
  readonly functions: boolean;
  /** True to leave out where in the source code is. */
  readonly lines: boolean;
}

/** Chunks that a machine reads. Literals are written anew, without compression of their own, so that the archive compresses better. */
const NEEDED: readonly string[] = ['AtU8', 'Atom', 'Code', 'StrT', 'ImpT', 'ExpT', 'FunT', 'Line', 'Type', 'Recs'];

/** Functions that tell of the attributes. */
const INFORMERS: ReadonlySet<string> = new Set(['get_module_info/1', 'get_module_info/2']);

/** The file of a module as it is packed. */
export function packedModule(module: ReachedModule, strip: StripOptions): Uint8Array {
  const { beam } = module.facts;
  const extra = asksForAttributes(module) ? ['Attr'] : [];
  if ((strip.functions || module.first === undefined) && beam.records.length === 0) {
    const kept = keepFunctions(beam, (index) => stays(module, index), { stripLines: strip.lines, chunks: extra });
    return chunksOf(kept, [...NEEDED, ...extra], strip.lines);
  }
  return chunksOf(module.facts.bytes, [...NEEDED, ...extra], strip.lines);
}

/** Of a module that is only asked for those functions stay that tell of it. */
function stays({ facts, functions, first }: ReachedModule, index: number): boolean {
  return first === undefined ? facts.functionName(index).startsWith('module_info/') : functions[index] !== undefined;
}

function asksForAttributes({ facts, functions }: ReachedModule): boolean {
  return functions.some(
    (reached, index) =>
      reached !== undefined &&
      facts.facts(index).calls.some(({ module, name, arity }) => module === 'erlang' && INFORMERS.has(`${name}/${arity}`)),
  );
}

function chunksOf(bytes: Uint8Array, names: readonly string[], withoutLines: boolean): Uint8Array {
  const { chunks, literals } = readBeamFileWithoutCode(bytes);
  const written: [string, Uint8Array][] = [];
  for (const name of names) {
    const data = chunks.get(name);
    if (data !== undefined && !(withoutLines && name === 'Line')) written.push([name, data]);
  }
  if (literals.length > 0) written.push(['LitU', writeLiteralTable(literals)]);
  return writeChunks(written);
}
