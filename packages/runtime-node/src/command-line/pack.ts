import { writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { type PackResult, type TreeShaking, treeMapItems, treeMapPage } from '@beamline/pack';
import { packProgram } from '../packing/pack-program.js';

/** Options of `beamline pack`. */
export interface PackCommand {
  readonly output?: string;
  readonly path?: readonly string[];
  readonly installedOtp: boolean;
  readonly treeShake: TreeShaking;
  readonly stripLines?: boolean;
  readonly keep?: readonly string[];
  readonly why?: readonly string[];
  readonly treeMap?: string;
}

/** Packs a program and prints what is in the pack. Rejects with PackError. */
export async function packCommand(entries: readonly string[], options: PackCommand): Promise<void> {
  const result = await packProgram({
    entries,
    codePaths: options.path ?? [],
    installed: options.installedOtp,
    treeShaking: options.treeShake,
    stripLines: options.stripLines === true,
    keep: options.keep ?? [],
  });
  if (options.why !== undefined) {
    for (const module of options.why) process.stdout.write(`${result.why(module).join('\n  ')}\n`);
    if (options.output === undefined && options.treeMap === undefined) return;
  }
  if (options.output !== undefined) await writeFile(options.output, result.archive);
  if (options.treeMap !== undefined)
    await writeFile(
      options.treeMap,
      treeMapPage(
        entries.join(' '),
        treeMapItems(result, (bytes) => brotli(bytes, MODULE_QUALITY)),
      ),
    );
  process.stdout.write(describePack(result));
}

function describePack({ archive, modules, missing, leftOut }: PackResult): string {
  const rows = modules.map(({ name, bytes, functions, originalFunctions, originalSize }) => ({
    name,
    raw: bytes.length,
    compressed: brotli(bytes, MODULE_QUALITY),
    text: `${functions} of ${originalFunctions} functions, ${originalSize} bytes before`,
  }));
  const lines = rows
    .sort((a, b) => b.compressed - a.compressed)
    .map(({ name, raw, compressed, text }) => `${String(raw).padStart(9)}${String(compressed).padStart(9)}  ${name} (${text})`);
  const absent = missing.map(({ name, calledBy }) => `not in the code path: ${name}, called by ${calledBy}`);
  const without = leftOut.map(({ name, calledBy }) => `left out, as nothing names it but ${calledBy}: ${name} (-k ${name} keeps it)`);
  const total = `${String(archive.length).padStart(9)}${String(brotli(archive, constants.BROTLI_MAX_QUALITY)).padStart(9)}  all ${modules.length} modules`;
  return `${['    bytes   brotli', ...lines, total, ...absent, ...without].join('\n')}\n`;
}

/** The highest quality takes seconds for hundreds of modules. */
const MODULE_QUALITY = 9;

function brotli(bytes: Uint8Array, quality: number): number {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
}
