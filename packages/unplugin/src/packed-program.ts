import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readAvmFile } from '@beamline/beam-file';
import { packProgram } from '@beamline/runtime-node';
import type { BeamlineOptions } from './options.js';
import { builtProgram } from './project-build.js';

/** A program that is built and packed. */
export interface PackedProgram {
  /** What its archive is called, without a hash. */
  readonly fileName: string;
  readonly archive: Uint8Array;
  readonly start: { readonly module: string; readonly name: string } | undefined;
  /** By name, the files of its modules. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
  /** What it was packed from, once it was built, and where else modules are. */
  readonly entries: readonly string[];
  readonly codePaths: readonly string[];
  /** The files that it was made from. */
  readonly sources: readonly string[];
  /** The folder in which there may be more of them; undefined if there are no more. */
  readonly sourceFolder: string | undefined;
}

/**
 * Builds and packs what an import names. Rejects with PackError and ProjectError.
 * @param cache - folder for compiled modules that are in no project
 */
export async function packedProgram(program: string, options: BeamlineOptions, cache: string): Promise<PackedProgram> {
  const base = path.basename(program).replace(/\.\w+$/, '');
  const fileName = `${base.replaceAll(/[^\w.-]/g, '_')}.avm`;
  if (program.endsWith('.avm')) {
    const archive = new Uint8Array(readFileSync(program));
    const entries = readAvmFile(archive).filter(({ isModule }) => isModule);
    const nameOf = (file: string): string => path.posix.basename(file, '.beam');
    const start = entries.find(({ isStart }) => isStart);
    return {
      fileName,
      archive,
      start: start === undefined ? undefined : { module: nameOf(start.name), name: 'start' },
      modules: new Map(entries.map(({ name, bytes }) => [nameOf(name), bytes])),
      entries: [],
      codePaths: [],
      sources: [program],
      sourceFolder: undefined,
    };
  }
  const { build = true, codePaths = [], inline: _, ...packing } = options;
  const built = await builtProgram(program, cache, build);
  const { entries, sources, sourceFolder } = built;
  const locations = [...built.codePaths, ...codePaths];
  const { archive, start, modules } = await packProgram({ ...packing, entries, codePaths: locations });
  const files = new Map(modules.map(({ name, bytes }) => [name, bytes]));
  return { fileName, archive, start, modules: files, entries, codePaths: locations, sources, sourceFolder };
}
