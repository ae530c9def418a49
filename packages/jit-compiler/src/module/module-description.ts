import { decodeExternalTerm, ExternalTermError, encodeExternalTerm, type Term } from '@beamline/beam-file';
import { LINK_FIXUP_WORDS } from '@beamline/machine-model';
import { CompiledDataError } from './compiled-data-error.js';
import type { CompiledFunction, CompiledModule } from './compiled-module.js';

/** Bytes of a constant that is linked. */
const LINKED_BYTES = 5;

/** What JSON has as it is in a compiled module. */
type Plain = Pick<
  CompiledModule,
  'functions' | 'tableSize' | 'lambdaTableBase' | 'sites' | 'handlers' | 'atomSelections' | 'onLoad' | 'nifs'
>;

/** What is kept of a compiled module in JSON. */
export interface ModuleDescription extends Plain {
  readonly tableArities: readonly number[];
  /** Terms in the external term format, in hexadecimal digits. */
  readonly extraLiterals: readonly string[];
}

/** The part of a compiled module that a description has. */
export type DescribedModule = Plain & Pick<CompiledModule, 'tableArities' | 'extraLiterals' | 'gates'>;

function plain(of: Plain): Plain {
  const { functions, tableSize, lambdaTableBase, sites, handlers, atomSelections, onLoad, nifs } = of;
  return { functions, tableSize, lambdaTableBase, sites, handlers, atomSelections, onLoad, nifs };
}

/** The description of a compiled module. */
export function describe(compiled: CompiledModule): ModuleDescription {
  return {
    ...plain(compiled),
    tableArities: [...compiled.tableArities],
    extraLiterals: compiled.extraLiterals.map((term) => hexOf(encodeExternalTerm(term))),
  };
}

/** What a description says. Throws CompiledDataError for a literal that cannot be read. */
export function described(description: ModuleDescription): DescribedModule {
  return {
    ...plain(description),
    tableArities: Uint16Array.from(description.tableArities),
    extraLiterals: description.extraLiterals.map(readTerm),
    gates: false,
  };
}

/** Throws CompiledDataError if a link fixup is not in a WebAssembly module of so many bytes. */
export function checkFixups(fixups: Int32Array, wasmSize: number): void {
  for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) {
    const offset = fixups[i] ?? 0;
    if (offset < 0 || offset + LINKED_BYTES > wasmSize) throw new CompiledDataError('has a link fixup outside its code');
  }
}

/** A value in JSON. Throws CompiledDataError. */
export function readJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new CompiledDataError('cannot be read');
  }
}

/** True for what `describe` returns. */
export function isDescription(value: unknown): value is ModuleDescription {
  if (typeof value !== 'object' || value === null) return false;
  const v = value as Record<string, unknown>;
  return (
    Array.isArray(v.functions) &&
    v.functions.every(
      (f: Partial<CompiledFunction>) =>
        typeof f.name === 'string' && Number.isInteger(f.arity) && Number.isInteger(f.tableOffset) && isNumbers(f.resumeLines),
    ) &&
    [v.tableSize, v.lambdaTableBase].every((n) => Number.isInteger(n)) &&
    [v.tableArities, v.sites, v.handlers, v.nifs].every(isNumbers) &&
    Array.isArray(v.extraLiterals) &&
    v.extraLiterals.every((text: unknown) => typeof text === 'string' && /^([0-9a-f]{2})+$/.test(text)) &&
    Array.isArray(v.atomSelections) &&
    v.atomSelections.every(isNumbers) &&
    Number.isInteger(v.onLoad)
  );
}

function isNumbers(list: unknown): boolean {
  return Array.isArray(list) && list.every((n) => Number.isInteger(n) && n >= 0);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readTerm(hex: string): Term {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  try {
    return decodeExternalTerm(bytes);
  } catch (error) {
    if (!(error instanceof ExternalTermError)) throw error;
    throw new CompiledDataError(`has a literal that cannot be read: ${error.message}`);
  }
}
