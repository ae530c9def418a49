import { decodeExternalTerm, ExternalTermError, encodeExternalTerm, type Term } from '@beamline/beam-file';
import { CompiledDataError } from './compiled-data-error.js';
import type { CompiledFunction, CompiledModule } from './compiled-module.js';

/** What is kept of a compiled module in JSON. */
export interface ModuleDescription {
  readonly functions: readonly CompiledFunction[];
  readonly tableSize: number;
  readonly tableArities: readonly number[];
  readonly lambdaTableBase: number;
  readonly sites: readonly number[];
  readonly handlers: readonly number[];
  /** Terms in the external term format, in hexadecimal digits. */
  readonly extraLiterals: readonly string[];
  readonly atomSelections: readonly (readonly number[])[];
  readonly onLoad: number;
  readonly nifs: readonly number[];
}

/** The part of a compiled module that a description has. */
export type DescribedModule = Omit<CompiledModule, 'beam' | 'bytes' | 'codeSize' | 'fixups' | 'tailCalls' | 'positions'>;

/** The description of a compiled module. */
export function describe(compiled: CompiledModule): ModuleDescription {
  return {
    functions: compiled.functions,
    tableSize: compiled.tableSize,
    tableArities: [...compiled.tableArities],
    lambdaTableBase: compiled.lambdaTableBase,
    sites: compiled.sites,
    handlers: compiled.handlers,
    extraLiterals: compiled.extraLiterals.map((term) => hexOf(encodeExternalTerm(term))),
    atomSelections: compiled.atomSelections,
    onLoad: compiled.onLoad,
    nifs: compiled.nifs,
  };
}

/** What a description says. Throws CompiledDataError for a literal that cannot be read. */
export function described(description: ModuleDescription): DescribedModule {
  const { functions, tableSize, tableArities, lambdaTableBase, sites, handlers, extraLiterals, atomSelections, onLoad, nifs } = description;
  return {
    functions,
    tableSize,
    tableArities: Uint16Array.from(tableArities),
    lambdaTableBase,
    sites,
    handlers,
    extraLiterals: extraLiterals.map(readTerm),
    atomSelections,
    gates: false,
    onLoad,
    nifs,
  };
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
