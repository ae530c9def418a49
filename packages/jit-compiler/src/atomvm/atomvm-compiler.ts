/** The front end for AtomVM: code of a `.beam` file becomes a module that AtomVM's runtime loads as precompiled. */
import { type BeamFile, decodeExternalTerm, type Opcode, opcodeInfo, type Term } from '@beamline/beam-file';
import { AtomvmBackend, type AtomvmModule } from '@beamline/jit-backend';
import { bifTranslators } from './bifs.js';
import { buildingTranslators } from './building.js';
import { callTranslators } from './calls.js';
import { exceptionTranslators } from './exceptions.js';
import { floatTranslators } from './floats.js';
import { mapTranslators } from './maps.js';
import { matchingTranslators } from './matching.js';
import { processTranslators } from './processes.js';
import { termTranslators } from './terms.js';
import { testTranslators } from './tests.js';
import { Translation } from './translation.js';
import type { Translators } from './translator.js';

// Made when it is first needed, so that bundlers leave it out of what compiles nothing for AtomVM.
let translators: Translators | undefined;

function allTranslators(): Translators {
  translators ??= {
    ...callTranslators(),
    ...termTranslators(),
    ...testTranslators(),
    ...mapTranslators(),
    ...bifTranslators(),
    ...floatTranslators(),
    ...processTranslators(),
    ...exceptionTranslators(),
    ...matchingTranslators(),
    ...buildingTranslators(),
  };
  return translators;
}

/** How code is compiled for AtomVM. */
export interface AtomvmCompileOptions {
  /** Whether jumps are tail calls of WebAssembly, which AtomVM's own compiler does not use. Default: false. */
  readonly tailCalls?: boolean;
  /** The memory that the module imports; that of AtomVM's builds if it is not given. */
  readonly memory?: { readonly min: number; readonly max?: number; readonly shared?: boolean };
}

/** Whether AtomVM has an instruction. */
export function isAtomvmInstruction(opcode: number): boolean {
  return allTranslators()[opcode as Opcode] !== undefined;
}

/** Compiles a module for AtomVM. Throws CompileError for instructions that AtomVM has not. */
export function compileForAtomvm(beam: BeamFile, options: AtomvmCompileOptions = {}): AtomvmModule {
  const literals = new Map<number, Term>();
  const literal = (index: number): Term => {
    const found = literals.get(index) ?? decodeExternalTerm(beam.literals[index] ?? new Uint8Array());
    literals.set(index, found);
    return found;
  };
  const backend = new AtomvmBackend(options);
  const t = new Translation(backend, beam, literal);
  const { code } = beam;
  const table = allTranslators();
  backend.jumpTable(code.labelCount);
  for (let i = 0; i < code.length; i++) {
    const opcode = code.opcodes[i] ?? 0;
    t.begin(i);
    const translate =
      table[opcode as Opcode] ?? t.fail('unsupported-instruction', `AtomVM has no instruction ${opcodeInfo(opcode)?.name ?? opcode}`);
    translate(t);
  }
  backend.returnLabelsAndLines(t.lines.toSorted((a, z) => a.offset - z.offset));
  return backend.finish();
}
