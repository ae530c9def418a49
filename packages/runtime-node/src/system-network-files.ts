import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '@beamline/runtime-core';

/** Where a system has its list of services. */
function servicesFile(): string {
  return process.platform === 'win32'
    ? path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'services')
    : '/etc/services';
}

/** The text of a file; empty if there is none. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The services that the system lists, with their other names; none if it has no list. */
export function readServices(): readonly Service[] {
  return textOf(servicesFile())
    .split('\n')
    .flatMap((line) => {
      const [, name, port, protocol, aliases = ''] = /^([^\s#]+)\s+(\d+)\/(\w+)([^#]*)/.exec(line) ?? [];
      if (name === undefined || protocol === undefined) return [];
      return [name, ...aliases.split(/\s+/).filter((alias) => alias !== '')].map((each) => ({ name: each, port: Number(port), protocol }));
    });
}

/** The number of a network interface, which Linux tells in a file; undefined elsewhere. */
export function interfaceIndex(name: string): number | undefined {
  const text = process.platform === 'linux' ? textOf(path.join('/sys/class/net', path.basename(name), 'ifindex')) : '';
  return text === '' ? undefined : Number(text);
}
