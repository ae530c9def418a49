import type { Host } from '../io/host.js';

/** The environment variables of a machine: those of the host that programs may see, and what they have set over that, which does not reach it. */
export class Environment {
  readonly #host: Host;
  /** Those of the host when a program first asked: hosts copy them. */
  #ofHost: ReadonlyMap<string, string> | undefined;
  /** What programs have set; undefined for what they have removed. */
  readonly #changes = new Map<string, string | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  #hosts(): ReadonlyMap<string, string> {
    this.#ofHost ??= new Map(Object.entries(this.#host.environment?.() ?? {}));
    return this.#ofHost;
  }

  /** The value of a variable; undefined if there is none. */
  get(name: string): string | undefined {
    return this.#changes.has(name) ? this.#changes.get(name) : this.#hosts().get(name);
  }

  /** Sets a variable, or removes it. There is none without a name. */
  set(name: string, value: string | undefined): void {
    if (name !== '') this.#changes.set(name, value);
  }

  /** What programs have set and removed. */
  get changes(): ReadonlyMap<string, string | undefined> {
    return this.#changes;
  }

  /** All variables. */
  all(): ReadonlyMap<string, string> {
    const all = new Map(this.#hosts());
    for (const [name, value] of this.#changes) {
      if (value === undefined) all.delete(name);
      else all.set(name, value);
    }
    return all;
  }
}
