import { decodeExternalTerm, ExternalTermError, OperandKind, type Term } from '@beamline/beam-file';
import { SegmentFlag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';

/** Flags of a segment: nil or a literal list of atoms. */
export function segmentFlags(f: FunctionContext, k: number): number {
  if (f.kind(k) !== OperandKind.literalTerm) return 0;
  const literal = f.module.beam.literals[f.value(k)];
  if (literal === undefined) return 0;
  let list: Term;
  try {
    list = decodeExternalTerm(literal);
  } catch (error) {
    if (!(error instanceof ExternalTermError)) throw error;
    throw f.malformed(`the flags of a segment cannot be read: ${error.message}`);
  }
  let flags = 0;
  for (const flag of list.kind === 'list' ? list.elements : []) {
    if (flag.kind !== 'atom') continue;
    if (flag.name === 'little') flags |= SegmentFlag.little;
    else if (flag.name === 'signed') flags |= SegmentFlag.signed;
    else if (flag.name === 'native') flags |= SegmentFlag.native;
  }
  return flags;
}
