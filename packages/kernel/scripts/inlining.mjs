// Functions that are small enough for the compiler to write them out wherever they are called, which would make nothing faster: who calls
// them does much more, or fails. This makes the kernel some 2 kB smaller, compressed.
import binaryen from 'assemblyscript/binaryen';

const CALLED = [
  'bifs/arguments/badarg4',
  'bifs/atomics/slotOf',
  'bifs/checksums/word',
  'bifs/external-terms/setDefaults',
  'bifs/guards/hasTag',
  'bifs/integer-texts/isBase',
  'distribution/connections/isExternal',
  'bifs/spawn-options/plain',
  'binaries/binary/countBlock',
  'binaries/binary/isBinary',
  'binaries/character-encoding/writeUtf8',
  'ets/bifs/tables/protectionOf',
  'ets/bifs/updates/isCounterOperation',
  'ets/match-compile/pushed',
  'ets/match-handle/isMatchHandle',
  'ets/ordered-table/nextInTree',
  'ets/ordered-table/updateHeight',
  'ets/scan/bucketEnded',
  'ets/table/tableOfName',
  'execution/raise/raise',
  'execution/random-schedule/draw',
  'execution/random-schedule/drawNativeDepth',
  'execution/slices/resumeWith',
  'external-terms/decode/open',
  'external-terms/local-hash/mixed',
  'external-terms/measure/skipMagnitude',
  'external-terms/read-leaves/readOldCreation',
  'floats/double-double/add',
  'floats/double-double/divide',
  'floats/double-double/lackOfProduct',
  'floats/double-double/multiply',
  'floats/error-function/quotient',
  'floats/logarithms/log',
  'floats/polynomials/polynomial',
  'integers/large/spendOnProduct',
  'integers/radix/setBase',
  'memory/heap/spendReductions',
  'memory/literal-collector/refersFrom',
  'memory/literal-collector/retireLiteral',
  'memory/literal-collector/sizeOfLiteral',
  'processes/connection-entries/pushHalf',
  'processes/connection-entries/removeHalf',
  'processes/process-limits/wordsOf',
  'terms/copy-term/sizeOfCopy',
  'terms/external-identifiers/creationOfIdentifier',
  'terms/external-identifiers/hashedNumber',
  'terms/external-identifiers/nodeOfIdentifier',
  'terms/external-identifiers/numberOfIdentifier',
  'terms/phash/addWord',
  'terms/references/findReference',
  'terms/references/writeReference',
  'terms/term/isPositiveWord',
];

/** Has the compiler call these functions. */
export const calledFunctions = {
  afterCompile(module) {
    for (const name of CALLED.map((called) => `assembly/${called}`)) {
      if (!module.getFunction(name)) throw new Error(`${name} is not there any more`);
      binaryen.setPassArgument('no-inline', name);
      module.runPasses(['no-inline']);
    }
    binaryen.clearPassArguments();
  },
};
