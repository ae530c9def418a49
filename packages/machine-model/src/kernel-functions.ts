import { bifs, guardBifs } from './bifs.js';

/** Number of parameters and i32 results of a function of the kernel. */
export interface KernelSignature {
  readonly parameters: number;
  /** True if the parameters are i64, not i32. */
  readonly wide?: boolean;
  readonly results: number;
  /** True if the result is an f64. */
  readonly float?: boolean;
}

/** Name of the form of a guard BIF for bodies: `(arguments…, sp, site)`, raises by itself when it fails. */
export function inBody(kernelName: string): string {
  return `${kernelName}InBody`;
}

const signatures = new Map<string, KernelSignature>([
  ['functionEntry', { parameters: 3, results: 1 }],
  ['tailCall', { parameters: 2, results: 1 }],
  ['collect', { parameters: 3, results: 0 }],
  ['equal', { parameters: 2, results: 1 }],
  ['equalExact', { parameters: 2, results: 1 }],
  ['less', { parameters: 2, results: 1 }],
  ['raiseAtom', { parameters: 3, results: 1 }],
  ['raiseWithValue', { parameters: 4, results: 1 }],
  ['raiseFunctionClause', { parameters: 3, results: 1 }],
  ['raiseBadFun', { parameters: 4, results: 1 }],
  ['raiseUndefined', { parameters: 3, results: 1 }],
  ['failNative', { parameters: 4, results: 1 }],
  ['raiseBadApply', { parameters: 5, results: 1 }],
  ['catchEnd', { parameters: 0, results: 1 }],
  ['raiseAgain', { parameters: 3, results: 1 }],
  ['rawRaise', { parameters: 4, results: 1 }],
  ['buildStacktrace', { parameters: 1, results: 1 }],
  ['applyTarget', { parameters: 3, results: 1 }],
  ['toFloat', { parameters: 1, results: 1, float: true }],
  ['makeInteger', { parameters: 1, wide: true, results: 1 }],
  ['makeUnsigned', { parameters: 1, wide: true, results: 1 }],
  ['allocateNoCollect', { parameters: 1, results: 1 }],
  ['loopRec', { parameters: 0, results: 1 }],
  ['loopRecEnd', { parameters: 0, results: 0 }],
  ['removeMessage', { parameters: 0, results: 0 }],
  ['endTimeout', { parameters: 0, results: 0 }],
  ['waitForMessage', { parameters: 1, results: 1 }],
  ['waitWithTimeout', { parameters: 3, results: 1 }],
  ['recvMarkerReserve', { parameters: 0, results: 1 }],
  ['recvMarkerBind', { parameters: 2, results: 0 }],
  ['recvMarkerClear', { parameters: 1, results: 0 }],
  ['recvMarkerUse', { parameters: 1, results: 0 }],
  ['sendInBody', { parameters: 4, results: 1 }],
  ['bsSize', { parameters: 2, results: 1 }],
  ['bsWholeSize', { parameters: 2, results: 1 }],
  ['bsUtf8Size', { parameters: 1, results: 1 }],
  ['bsUtf16Size', { parameters: 1, results: 1 }],
  ['bsInit', { parameters: 1, wide: true, results: 1 }],
  ['bsAppend', { parameters: 3, results: 1 }],
  ['bsInitWritable', { parameters: 1, results: 1 }],
  ['bsPutInteger', { parameters: 5, results: 1 }],
  ['bsPutFloat', { parameters: 5, results: 1 }],
  ['bsPutBinary', { parameters: 4, results: 1 }],
  ['bsPutString', { parameters: 4, results: 0 }],
  ['bsPutUtf8', { parameters: 3, results: 1 }],
  ['bsPutUtf16', { parameters: 4, results: 1 }],
  ['bsPutUtf32', { parameters: 4, results: 1 }],
  ['raiseBinary', { parameters: 2, results: 1 }],
  ['bsStartMatch', { parameters: 1, results: 1 }],
  ['bsMatchSize', { parameters: 2, results: 1 }],
  ['bsGetInteger', { parameters: 3, results: 1 }],
  ['bsReadInteger', { parameters: 4, results: 1 }],
  ['bsReadBits', { parameters: 3, results: 1 }],
  ['bsGetFloat', { parameters: 3, results: 1 }],
  ['bsGetBinary', { parameters: 2, results: 1 }],
  ['bsGetRest', { parameters: 2, results: 1 }],
  ['bsGetTail', { parameters: 1, results: 1 }],
  ['bsReadBinary', { parameters: 3, results: 1 }],
  ['bsSkip', { parameters: 2, results: 1 }],
  ['bsSkipRest', { parameters: 2, results: 1 }],
  ['bsMatchString', { parameters: 3, results: 1 }],
  ['bsGetPosition', { parameters: 1, results: 1 }],
  ['bsSetPosition', { parameters: 2, results: 0 }],
  ['bsGetUtf8', { parameters: 1, results: 1 }],
  ['bsGetUtf16', { parameters: 2, results: 1 }],
  ['bsGetUtf32', { parameters: 2, results: 1 }],
  ['bsAdd', { parameters: 3, results: 1 }],
  ['bsInitSize', { parameters: 2, results: 1 }],
  ['bsAppendSize', { parameters: 3, results: 1 }],
  ['bsNextInteger', { parameters: 4, results: 1 }],
  ['bsNextFloat', { parameters: 4, results: 1 }],
  ['bsNextBinary', { parameters: 3, results: 1 }],
  ['bsNextWhole', { parameters: 2, results: 1 }],
  ['bsNextString', { parameters: 2, results: 0 }],
  ['bsNextUtf8', { parameters: 1, results: 1 }],
  ['bsNextUtf16', { parameters: 2, results: 1 }],
  ['bsNextUtf32', { parameters: 2, results: 1 }],
  ['bsUtf8Bytes', { parameters: 1, results: 1 }],
  ['bsUtf16Bytes', { parameters: 1, results: 1 }],
  ['bsTestUnit', { parameters: 2, results: 1 }],
  ['mapFind', { parameters: 2, results: 1 }],
  ['mapFindHinted', { parameters: 3, results: 1 }],
  ['mapReplace', { parameters: 4, results: 1 }],
  ['mapWithWord', { parameters: 3, results: 1 }],
  ['isRecordOf', { parameters: 3, results: 1 }],
  ['isRecordAccessible', { parameters: 3, results: 1 }],
  ['recordElement', { parameters: 2, results: 1 }],
  ['recordField', { parameters: 3, results: 1 }],
  ['recordFieldInBody', { parameters: 5, results: 1 }],
  ['createRecord', { parameters: 5, results: 1 }],
  ['updateRecord', { parameters: 4, results: 1 }],
  ['putMapAssoc', { parameters: 2, results: 1 }],
  ['putMapExact', { parameters: 2, results: 1 }],
  ['putMapAssocInBody', { parameters: 4, results: 1 }],
  ['putMapExactInBody', { parameters: 4, results: 1 }],
]);
for (const bif of guardBifs) {
  signatures.set(bif.kernelName, { parameters: bif.arity, results: 1 });
  signatures.set(inBody(bif.kernelName), { parameters: bif.arity + 2, results: 1 });
}
for (const native of bifs) {
  if (native.kernelName !== undefined) signatures.set(native.kernelName, { parameters: native.arity + 1, results: 1 });
}

/** Signature of a function that compiled code imports from the module `kernel`. Throws RangeError for an unknown name. */
export function kernelSignature(name: string): KernelSignature {
  const signature = signatures.get(name);
  if (signature === undefined) throw new RangeError(`the kernel has no function ${name}`);
  return signature;
}
