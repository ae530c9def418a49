import type { Opcode } from '@beamline/beam-file';
import type { Translation } from './translation.js';

/** Writes the code of one instruction. */
type Translator = (t: Translation) => void;

/** Translators by opcode. */
export type Translators = Readonly<Partial<Record<Opcode, Translator>>>;
