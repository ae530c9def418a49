/** What a BIF throws when it fails: the reason is the atom. No Error, whose stack nobody would see and which takes long to make. */
export class BifFailure {
  readonly reason: 'badarg' | 'badarith' | 'system_limit';

  constructor(reason: 'badarg' | 'badarith' | 'system_limit') {
    this.reason = reason;
  }
}
