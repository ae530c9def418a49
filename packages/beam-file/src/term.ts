/** An Erlang term as plain data, as the external term format describes it. */
export type Term =
  | AtomTerm
  | IntegerTerm
  | FloatTerm
  | NilTerm
  | ListTerm
  | TupleTerm
  | MapTerm
  | BitstringTerm
  | PidTerm
  | PortTerm
  | ReferenceTerm
  | ExportTerm
  | FunTerm
  | RecordTerm;

export interface AtomTerm {
  readonly kind: 'atom';
  /** At most 255 characters. */
  readonly name: string;
}

export interface IntegerTerm {
  readonly kind: 'integer';
  /** A number when it is a safe integer (within ±(2^53-1)), otherwise a bigint. */
  readonly value: number | bigint;
}

export interface FloatTerm {
  readonly kind: 'float';
  /** Always finite. */
  readonly value: number;
}

/** The empty list. */
export interface NilTerm {
  readonly kind: 'nil';
}

/** One or more list cells. */
export interface ListTerm {
  readonly kind: 'list';
  /** One element at least. */
  readonly elements: readonly Term[];
  /** What the last cell's tail is: nil for a proper list. It is not itself a list of cells. */
  readonly tail: Term;
}

export interface TupleTerm {
  readonly kind: 'tuple';
  readonly elements: readonly Term[];
}

export interface MapTerm {
  readonly kind: 'map';
  /** Keys and values in the order of the bytes. That the keys differ is not checked. */
  readonly pairs: readonly (readonly [Term, Term])[];
}

/** A binary or another bitstring. */
export interface BitstringTerm {
  readonly kind: 'bitstring';
  /** The bits, from the most significant of the first byte; unused bits of the last byte are 0. */
  readonly bytes: Uint8Array;
  /** Size in bits. It is a binary when this is a multiple of 8. */
  readonly bitSize: number;
}

export interface PidTerm {
  readonly kind: 'pid';
  readonly node: string;
  readonly id: number;
  readonly serial: number;
  readonly creation: number;
}

export interface PortTerm {
  readonly kind: 'port';
  readonly node: string;
  readonly id: bigint;
  readonly creation: number;
}

export interface ReferenceTerm {
  readonly kind: 'reference';
  readonly node: string;
  readonly creation: number;
  /** 32-bit words, in the order of the bytes. */
  readonly ids: readonly number[];
}

/** `fun module:function/arity` */
export interface ExportTerm {
  readonly kind: 'export';
  readonly module: string;
  readonly function: string;
  /** 0..255 */
  readonly arity: number;
}

/** A fun with an environment. */
export interface FunTerm {
  readonly kind: 'fun';
  readonly module: string;
  readonly arity: number;
  /** MD5 of the module's significant chunks, 16 bytes. */
  readonly uniq: Uint8Array;
  readonly index: number;
  readonly oldIndex: number;
  readonly oldUniq: number;
  readonly pid: Term;
  readonly free: readonly Term[];
}

/** A native record, since OTP 29. */
export interface RecordTerm {
  readonly kind: 'record';
  readonly module: string;
  readonly name: string;
  /** Whether other modules may look into it. */
  readonly exported: boolean;
  readonly fields: readonly (readonly [string, Term])[];
}
