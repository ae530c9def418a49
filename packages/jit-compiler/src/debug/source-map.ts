import type { Term } from '@beamline/beam-file';
import { encodeSourceMappingUrl, SOURCE_MAPPING_URL_SECTION } from '@beamline/module-writer';
import { ByteBuffer } from '@beamline/wasm-asm';
import type { CompiledModule } from '../module/compiled-module.js';
import { writeVlq } from './vlq.js';

/** What a debugger is to show of sources. */
export interface DebugOptions {
  /** Texts of sources by the names that the files have for them, such as `main.erl`: a debugger then needs no files. */
  readonly sources?: Readonly<Record<string, string>>;
  /** The URL of the folder that other sources are in. Default: where the compiler has found them, which the file says. */
  readonly sourceRoot?: string;
}

/** A source map (ECMA-426). */
export interface SourceMap {
  readonly version: 3;
  readonly file: string;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** Number of the custom section. */
const CUSTOM = 0;

/**
 * Which line of which source the code of a module belongs to, as a source map: of WebAssembly, one line whose columns are the offsets of bytes.
 * The module must have been compiled with `positions`.
 */
export function sourceMapOf({ beam, positions = new Int32Array() }: CompiledModule, options: DebugOptions = {}): SourceMap {
  const { names = [], lines = [] } = beam.lines ?? {};
  const known = names.length > 0 ? names : [`${beam.module}.erl`];
  const texts = known.map((name) => (Object.hasOwn(options.sources ?? {}, name) ? (options.sources?.[name] ?? null) : null));
  const compiledFrom = sourcePath(beam.compileInfo);
  return {
    version: 3,
    file: `${beam.module}.wasm`,
    sources: known.map((name, i) => (texts[i] === null ? sourceUrl(name, compiledFrom, options.sourceRoot) : name)),
    sourcesContent: texts,
    names: [],
    mappings: mappingsOf(positions, (index) => lines[index]),
  };
}

/** The segments of all code: offset, source, line and column, each as the difference to the one before. What belongs to no line has an offset alone. */
function mappingsOf(
  positions: Int32Array,
  lineOf: (index: number) => { readonly file: number; readonly line: number } | undefined,
): string {
  const segments: string[] = [];
  let lastOffset = 0;
  let lastFile = 0;
  let lastLine = 0;
  for (let i = 0; i < positions.length; i += 2) {
    const offset = positions[i] ?? 0;
    const { file = 0, line = 0 } = lineOf(positions[i + 1] ?? 0) ?? {};
    let segment = writeVlq(offset - lastOffset);
    lastOffset = offset;
    if (line > 0) {
      segment += writeVlq(file - lastFile) + writeVlq(line - 1 - lastLine) + writeVlq(0);
      lastFile = file;
      lastLine = line - 1;
    }
    segments.push(segment);
  }
  return segments.join(',');
}

/** The path of the source in `module_info(compile)`; undefined if it is not there. */
function sourcePath(compileInfo: Term | undefined): string | undefined {
  if (compileInfo?.kind !== 'list') return undefined;
  for (const pair of compileInfo.elements) {
    const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
    if (key?.kind !== 'atom' || key.name !== 'source' || value?.kind !== 'list') continue;
    return String.fromCodePoint(...value.elements.map((element) => (element.kind === 'integer' ? Number(element.value) : 0xfffd)));
  }
  return undefined;
}

/** Where a source is: a name that is no whole path is the end of that of the compiler's source, or below the folder where that was found. */
function sourceUrl(name: string, compiledFrom: string | undefined, root: string | undefined): string {
  if (root !== undefined) return `${root.replace(/\/$/, '')}/${encodePath(name)}`;
  if (isWhole(name)) return fileUrl(name);
  if (compiledFrom !== undefined && isWhole(compiledFrom) && `/${compiledFrom}`.endsWith(`/${name}`)) return fileUrl(compiledFrom);
  return encodePath(name);
}

function isWhole(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path);
}

function fileUrl(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return `file://${slashed.startsWith('/') ? '' : '/'}${encodePath(slashed)}`;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');
}

/**
 * A compiled module that tells debuggers of its sources: with its source map in a `data:` URL, in a section at its end, so that nothing in front of it
 * moves.
 */
export function withSourceMap(compiled: CompiledModule, options: DebugOptions = {}): CompiledModule {
  const json = new TextEncoder().encode(JSON.stringify(sourceMapOf(compiled, options)));
  const url = encodeSourceMappingUrl(`data:application/json;base64,${base64Of(json)}`);
  const section = new ByteBuffer(url.length + 32);
  section.name(SOURCE_MAPPING_URL_SECTION);
  section.append(url);
  const out = new ByteBuffer(compiled.bytes.length + section.length + 16);
  out.append(compiled.bytes);
  out.u8(CUSTOM);
  out.u32(section.length);
  out.appendBuffer(section);
  return { ...compiled, bytes: out.slice(), codeSize: out.length };
}

/** So many bytes are made a text at a time: functions take no more than some thousands of arguments. */
const CHUNK = 4096;

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(i, i + CHUNK)));
  return btoa(parts.join(''));
}
