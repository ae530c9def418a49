// What the host calls of the kernel. The type that it knows, `KernelExports`, comes from here.
export { sendFromHost } from './bifs/send';
export { lastMonotonicInteger, setLastMonotonicInteger } from './bifs/unique';
export { countBlock } from './binaries/binary';
export { bsInit } from './binaries/binary-construction';
export { monotonicTime, uniqueSystemTime } from './clocks';
export { receiveSignal } from './distribution/incoming';
export { encodeSignal } from './distribution/outgoing';
export { freePart } from './ets/deletion';
export { tableBytes, tables } from './ets/table';
export { compileTraceMatch, freeTraceMatch, runTraceMatch } from './ets/trace-match';
export { raiseAgain } from './execution/exceptions';
export { failBifWith } from './execution/raise';
export { scheduleState, setScheduleSeed } from './execution/random-schedule';
export { functionEntry, setNativeDepth } from './execution/run-loop';
export { forgetFrames } from './execution/stack-trace';
export { mapFind, mapPut, mapRemove } from './maps/map';
export { mapFromPairs } from './maps/map-building';
export {
  allocateBlock,
  fillReserve,
  freeBlock,
  giveHostBytes,
  keepHostBytes,
  setMemoryLimit,
  usedBytes,
  wasRefused,
} from './memory/blocks';
export { collect, collectOther, settleCollection } from './memory/collector';
export { allocateNoCollect, spendReductions } from './memory/heap';
export { retireArea } from './memory/literal-collector';
export { monitoredName, otherProcess, referenceOfHalf, remoteOfHalf } from './processes/connection-entries';
export { deliver, dropMessage } from './processes/mailbox';
export {
  clearArea,
  createProcess,
  destroyProcess,
  freeProcess,
  makePort,
  nextProcessNumber,
  ports,
  processes,
  processLimit,
  processOf,
  setLastProcessNumber,
  setProcessLimit,
} from './processes/process';
export { nameProcess, processNamed } from './processes/registered-names';
export { makeRunnable, runnableCount } from './processes/run-queue';
export { abandonRunning, closeMailbox, closePort, refreshTracedSlice, runProcesses, unblock } from './processes/scheduler';
export { breakConnectionTo, breakMonitorsOf, link, monitor, setExitSignal, unlink } from './processes/signals';
export { suspendedProcess, suspensionsOf } from './processes/suspensions';
export { nextTimer } from './processes/timers';
export { compareTerms, equalExact } from './terms/compare';
export { referToResource } from './terms/host-resources';
export { hashTerm } from './terms/map-hash';
