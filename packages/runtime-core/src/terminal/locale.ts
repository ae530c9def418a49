import type { Host } from '../io/host.js';

/** True if the character set of an environment is UTF-8, or if programs cannot see that: hosts take UTF-8. */
export function usesUtf8(environment: Readonly<Record<string, string | undefined>> | undefined): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = environment ?? {};
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return environment === undefined || /utf-?8/i.test(locale ?? '');
}

/** The kind of the terminal; undefined for one that only shows text. */
export function terminalType(host: Host): string | undefined {
  const { TERM } = host.environment?.() ?? {};
  return TERM === undefined || TERM === '' || TERM === 'dumb' ? undefined : TERM;
}
