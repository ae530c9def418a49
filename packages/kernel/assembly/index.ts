// The kernel: everything that compiled code and the host call.
export { allocateBlock, freeBlock } from './memory';
export { allocateNoCollect } from './heap';
export { collect } from './collector';
export * from './integer';
export * from './guard-bifs';
export * from './natives';
export * from './binary-construction';
export * from './binary-matching';
export { equal, equalExact, less, compareTerms } from './compare';
export { raiseAtom, raiseWithValue, raiseFunctionClause, raiseNative, raiseBadFun, raiseBadApply, raiseUndefined, raiseBinary, failNative } from './raise';
export * from './generated/body-bifs';
export { buildStacktrace, catchEnd, raiseAgain, rawRaise } from './exceptions';
export * from './mailbox';
export { createProcess, destroyProcess } from './process';
export { functionEntry, run, setNativeDepth, tailCall } from './run-loop';
export { applyTarget } from './apply';
