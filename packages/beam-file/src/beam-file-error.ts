/** What is wrong with the bytes, in a form that a program can switch on. */
export type BeamFileErrorCode =
  | 'not-a-beam-file'
  | 'truncated'
  | 'missing-chunk'
  | 'duplicate-chunk'
  | 'bad-size'
  | 'bad-compression'
  | 'bad-utf8'
  | 'bad-atom'
  | 'bad-index'
  | 'bad-label'
  | 'bad-register'
  | 'bad-operand'
  | 'bad-count'
  | 'bad-term'
  | 'bad-type'
  | 'unknown-opcode'
  | 'unsupported-version';

/** The only error that `readBeamFile` throws, whatever the bytes are. */
export class BeamFileError extends Error {
  override readonly name: string = 'BeamFileError';
  /** What is wrong, for programs. */
  readonly code: BeamFileErrorCode;
  /** The four characters of the chunk that is wrong, or undefined when the container itself is. */
  readonly chunk: string | undefined;
  /**
   * Offset in bytes from the start of the file (after removing gzip, when the whole file was
   * compressed). For data inside a compressed chunk it is the start of that chunk's data.
   */
  readonly offset: number;

  constructor(code: BeamFileErrorCode, message: string, chunk: string | undefined, offset: number) {
    super(`${message} (${chunk === undefined ? '' : `chunk ${JSON.stringify(chunk)}, `}offset ${offset})`);
    this.code = code;
    this.chunk = chunk;
    this.offset = offset;
  }
}
