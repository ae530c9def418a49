import type { SocketAddress } from '@beamline/runtime-core';

/** A pattern of hosts and ports: `*` stands for any characters of a host, and for any port. */
interface Pattern {
  readonly host: RegExp;
  /** Undefined for all. */
  readonly port: number | undefined;
}

/** A pattern of hosts and ports that is none. */
export class NetworkPatternError extends TypeError {
  override readonly name: string = 'NetworkPatternError';
}

/** What of the network is granted: everything, nothing, or hosts and ports by patterns. */
export class NetworkAccess {
  readonly #grantsAll: boolean;
  readonly #patterns: readonly Pattern[];
  /** Names that addresses were found by. */
  readonly #names = new Map<string, Set<string>>();

  /** @param granted - true for everything, or patterns like `example.com:443`, `*.example.com`, `127.0.0.1:*`, `*:8080`. Throws NetworkPatternError. */
  constructor(granted: boolean | readonly string[]) {
    this.#grantsAll = granted === true;
    this.#patterns = typeof granted === 'boolean' ? [] : granted.map(readPattern);
  }

  /** True if anything is granted. */
  get grantsSome(): boolean {
    return this.#grantsAll || this.#patterns.length > 0;
  }

  /** True if an address is granted, by itself or by a name that it was found by. Port 0 stands for any. */
  grants({ family, address, port }: SocketAddress): boolean {
    if (this.#grantsAll) return true;
    const hosts = [address, ...(this.#names.get(address) ?? [])];
    return this.#patterns.some(
      (pattern) =>
        (family === 'local' || port === 0 || pattern.port === undefined || pattern.port === port) &&
        hosts.some((host) => pattern.host.test(host)),
    );
  }

  /** True if there is something granted at a host of that name. */
  grantsName(name: string): boolean {
    return this.#grantsAll || this.#patterns.some(({ host }) => host.test(name));
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

function readPattern(text: string): Pattern {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d{1,5}|\*))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port ?? 0) > 65535)
    throw new NetworkPatternError(`${JSON.stringify(text)} is not a host and a port: write example.com:443, *.example.com or [::1]:80`);
  const source = host.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return { host: new RegExp(`^${source}$`, 'i'), port: port === undefined || port === '*' ? undefined : Number(port) };
}
