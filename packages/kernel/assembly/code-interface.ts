// What compiled code imports of the kernel besides BIFs. The signatures that the compiler knows come from here.
export { sendInBody } from './bifs/send';
export {
  bsAdd,
  bsAppend,
  bsAppendSize,
  bsInit,
  bsInitSize,
  bsInitWritable,
  bsNextBinary,
  bsNextFloat,
  bsNextInteger,
  bsNextString,
  bsNextUtf8,
  bsNextUtf16,
  bsNextUtf32,
  bsNextWhole,
  bsPrivateAppend,
  bsPrivateAppendSize,
  bsPutBinary,
  bsPutFloat,
  bsPutInteger,
  bsPutString,
  bsPutUtf8,
  bsPutUtf16,
  bsPutUtf32,
  bsSize,
  bsUtf8Bytes,
  bsUtf8Size,
  bsUtf16Bytes,
  bsUtf16Size,
  bsWholeSize,
} from './binaries/binary-construction';
export {
  bsGetBinary,
  bsGetFloat,
  bsGetInteger,
  bsGetPosition,
  bsGetRest,
  bsGetTail,
  bsGetUtf8,
  bsGetUtf16,
  bsGetUtf32,
  bsMatchSize,
  bsMatchString,
  bsReadBinary,
  bsReadBits,
  bsReadInteger,
  bsSetPosition,
  bsSkip,
  bsSkipRest,
  bsStartMatch,
  bsTestUnit,
} from './binaries/binary-matching';
export { applyTarget, raiseApply } from './execution/apply';
export { catchEnd, raiseAgain, rawRaise } from './execution/exceptions';
export {
  failBif,
  raiseAtom,
  raiseBadFun,
  raiseBinary,
  raiseFunctionClause,
  raiseUndefined,
  raiseWithValue,
} from './execution/raise';
export { createRecord, isRecordAccessible, recordField, recordFieldInBody, updateRecord } from './execution/record-instructions';
export { functionEntry, tailCall } from './execution/run-loop';
export { buildStacktrace } from './execution/stack-trace';
export { toFloat } from './integers/arithmetic';
export { mapFind, mapFindHinted, mapReplace, mapWithWord } from './maps/map';
export { putMapAssoc, putMapAssocInBody, putMapExact, putMapExactInBody } from './maps/map-instructions';
export { collect } from './memory/collector';
export { allocateNoCollect } from './memory/heap';
export {
  endTimeout,
  loopRec,
  loopRecEnd,
  recvMarkerBind,
  recvMarkerClear,
  recvMarkerReserve,
  recvMarkerUse,
  removeMessage,
  waitForMessage,
  waitWithTimeout,
} from './processes/mailbox';
export { equal, equalExact, less } from './terms/compare';
export { copyToHeap } from './terms/copy-term';
export { makeInteger, makeUnsigned } from './terms/integer';
export { isRecordOf, recordElement } from './terms/native-records';
