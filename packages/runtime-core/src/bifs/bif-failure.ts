import type { Term } from '@beamline/beam-file';

/** What a BIF throws when it fails: the reason is the atom. No Error, whose stack nobody would see and which takes long to make. */
export class BifFailure {
  readonly reason: 'badarg' | 'badarith' | 'system_limit';
  /** The `error_info` of the stack trace, where it says more than which module describes failures. */
  readonly info: Term | undefined;

  constructor(reason: 'badarg' | 'badarith' | 'system_limit', info?: Term) {
    this.reason = reason;
    this.info = info;
  }
}
