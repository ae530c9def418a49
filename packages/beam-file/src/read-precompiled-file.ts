import { readAtoms } from './atoms.js';
import { BeamFileError } from './beam-file-error.js';
import { ChunkReader } from './chunk-reader.js';
import { type Chunk, readChunks } from './container.js';
import { type Export, readExports } from './function-tables.js';

/** What a `.beam` file says that has been compiled for AtomVM, and whose `Code` chunk was left out. */
export interface PrecompiledFile {
  /** Name of the module. */
  readonly module: string;
  /** The module's atoms, from index 1. */
  readonly atoms: readonly string[];
  /** Exported functions. */
  readonly exports: readonly Export[];
  /** The data of every chunk by its four characters; views on the file. */
  readonly chunks: ReadonlyMap<string, Uint8Array>;
}

/** Whether a `.beam` file has no code but AtomVM's. Throws BeamFileError for what is no such file at all. */
export function isPrecompiledFile(bytes: Uint8Array): boolean {
  const chunks = readChunks(bytes);
  return chunks.has('avmN') && !chunks.has('Code');
}

/** Reads a `.beam` file without looking at code. Throws BeamFileError. */
export function readPrecompiledFile(bytes: Uint8Array): PrecompiledFile {
  const chunks = readChunks(bytes);
  const open = (name: string): ChunkReader => {
    const chunk: Chunk | undefined = chunks.get(name);
    if (chunk === undefined) throw new BeamFileError('missing-chunk', `the file has no chunk "${name}"`, name, 0);
    return new ChunkReader(chunk.name, chunk.data, chunk.offset);
  };
  const utf8 = chunks.has('AtU8');
  const atoms = readAtoms(open(utf8 ? 'AtU8' : 'Atom'), utf8);
  // How many labels there are is in the code that is not there.
  const exports = readExports(open('ExpT'), atoms.length - 1, Number.MAX_SAFE_INTEGER);
  return {
    module: atoms[1] ?? '',
    atoms,
    exports,
    chunks: new Map([...chunks.values()].map(({ name, data }) => [name, data])),
  };
}
