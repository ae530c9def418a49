import { OptionError, type SocketAddress } from '@beamline/runtime-core';

/** A pattern of hosts and ports: `*` stands for any characters of a host, and for any port. */
interface Pattern {
  readonly host: RegExp;
  /** Undefined for all. */
  readonly port: number | undefined;
}

/** What of the network is granted: everything, nothing, or hosts and ports by patterns. */
export class NetworkAccess {
  readonly #grantsAll: boolean;
  readonly #patterns: readonly Pattern[];
  /** Names that addresses were found by. */
  readonly #names = new Map<string, Set<string>>();

  /**
   * Throws OptionError for what is no pattern.
   * @param granted - true for everything, or patterns like `example.com:443`, `*.example.com`, `127.0.0.1:*`, `*:8080`
   * @param option - the option that grants it
   */
  constructor(granted: boolean | readonly string[], option: string) {
    this.#grantsAll = granted === true;
    this.#patterns = typeof granted === 'boolean' ? [] : granted.map((text) => readPattern(text, option));
  }

  /** True if anything is granted. */
  get grantsSome(): boolean {
    return this.#grantsAll || this.#patterns.length > 0;
  }

  /** True if an address is granted, by itself or by a name that it was found by. */
  grants({ family, address, port }: SocketAddress): boolean {
    return (
      this.#grantsAll ||
      this.#matching(address).some((pattern) => family === 'local' || pattern.port === undefined || pattern.port === port)
    );
  }

  /** True if some port is granted at a host, by its name or its address. */
  grantsHost(host: string): boolean {
    return this.#grantsAll || this.#matching(host).length > 0;
  }

  #matching(host: string): Pattern[] {
    const names = [host, ...(this.#names.get(host) ?? [])];
    return this.#patterns.filter((pattern) => names.some((name) => pattern.host.test(name)));
  }

  /** Remembers which addresses a name has. */
  named(name: string, addresses: readonly string[]): void {
    for (const address of addresses) {
      const names = this.#names.get(address) ?? new Set();
      names.add(name);
      this.#names.set(address, names);
    }
  }
}

function readPattern(text: string, option: string): Pattern {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d{1,5}|\*))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port ?? 0) > 65535)
    throw new OptionError(
      `the option ${option} has ${JSON.stringify(text)}, which is not a host and a port: write example.com:443, *.example.com or [::1]:80`,
      option,
    );
  const source = host.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return { host: new RegExp(`^${source}$`, 'i'), port: port === undefined || port === '*' ? undefined : Number(port) };
}
