import { OperandKind, TypeBit } from '@beamline/beam-file';
import { isSmallInteger, SMALL_MAX, SMALL_MIN } from '@beamline/machine-model';
import type { ModuleContext } from '../module/module-context.js';

/** True for an operand that is a constant small integer. */
export function isSmallConstant(module: ModuleContext, k: number): boolean {
  const kind = module.code.kinds[k];
  return kind === OperandKind.character || (kind === OperandKind.integer && isSmallInteger(module.code.values[k] ?? 0));
}

/** Least value of an operand that is known to be a small integer; NaN if that is not known. */
export function smallMinimum(module: ModuleContext, k: number): number {
  if (isSmallConstant(module, k)) return module.code.values[k] ?? 0;
  const info = module.beam.types[(module.code.types[k] ?? 0) - 1];
  if (info === undefined || info.types !== TypeBit.integer || typeof info.min !== 'number' || typeof info.max !== 'number') return NaN;
  return info.min >= SMALL_MIN && info.max <= SMALL_MAX ? info.min : NaN;
}

/** Greatest value of an operand for which `smallMinimum` is known. */
export function smallMaximum(module: ModuleContext, k: number): number {
  if (isSmallConstant(module, k)) return module.code.values[k] ?? 0;
  const info = module.beam.types[(module.code.types[k] ?? 0) - 1];
  return typeof info?.max === 'number' ? info.max : NaN;
}

/** True if an operand is known to be a small integer. */
export function isSmallOperand(module: ModuleContext, k: number): boolean {
  return !Number.isNaN(smallMinimum(module, k));
}

/** Bounds of an operand that the types in the file call an integer of up to 63 bits; nothing has looked at it. */
export function integerBounds(module: ModuleContext, k: number): { readonly min: number; readonly max: number } | undefined {
  const info = module.beam.types[(module.code.types[k] ?? 0) - 1];
  if (info === undefined || info.types !== TypeBit.integer || info.min === undefined || info.max === undefined) return undefined;
  const min = Number(info.min);
  const max = Number(info.max);
  return min >= -(2 ** 62) && max <= 2 ** 62 ? { min, max } : undefined;
}
