// The kernel: everything that compiled code and the host call.
export { allocateBlock, freeBlock, setMemoryLimit, usedBytes } from './memory';
export { allocateNoCollect } from './heap';
export { collect, collectLeaving, collectOther } from './collector';
export * from './integer';
export * from './guard-bifs';
export * from './natives';
export * from './binary-construction';
export * from './binary-matching';
export * from './binary-natives';
export * from './byte-natives';
export * from './fun-natives';
export * from './map-natives';
export * from './persistent-terms';
export * from './term-natives';
export * from './map-instructions';
export { mapFind, mapFindHinted, mapFromPairs, mapReplace, mapWithWord, mapPut, mapRemove } from './map';
export { hashTerm } from './hash';
export { equal, equalExact, less, compareTerms } from './compare';
export { raiseAtom, raiseWithValue, raiseFunctionClause, raiseNative, raiseBadFun, raiseBadApply, raiseUndefined, raiseBinary, failNative, failNativeWith } from './raise';
export * from './generated/body-bifs';
export { buildStacktrace, catchEnd, raiseAgain, rawRaise } from './exceptions';
export { deliver, dropMessage, endTimeout, loopRec, loopRecEnd, recvMarkerBind, recvMarkerClear, recvMarkerReserve, recvMarkerUse, removeMessage, waitForMessage, waitWithTimeout } from './mailbox';
export * from './send-natives';
export * from './process-natives';
export * from './timer-natives';
export { nativeProcessFlag2, nativeProcessFlag3 } from './process-flags';
export { clearArea, createProcess, destroyProcess, freeProcess, processes, processLimit, processOf, setProcessLimit } from './process';
export { makeRunnable, runnableCount } from './run-queue';
export { nextTimer } from './timers';
export { nameProcess, processNamed } from './registered-names';
export { otherProcess, monitoredName, setExitSignal } from './signals';
export { abandonRunning, closeMailbox, runProcesses, unblock } from './scheduler';
export { functionEntry, setNativeDepth, tailCall } from './run-loop';
export { applyTarget } from './apply';
export {
  nativeSpawn1, nativeSpawn2, nativeSpawn3, nativeSpawn4, nativeSpawnLink1, nativeSpawnLink2, nativeSpawnLink3, nativeSpawnLink4, nativeSpawnMonitor1, nativeSpawnMonitor2, nativeSpawnMonitor3, nativeSpawnMonitor4, nativeSpawnOpt2, nativeSpawnOpt3, nativeSpawnOpt4, nativeSpawnOpt5, nativeSpawnRequest1, nativeSpawnRequest2, nativeSpawnRequest3, nativeSpawnRequest4, nativeSpawnRequest5, nativeSpawnRequestAbandon,
} from './spawn';
