import type { Language } from './language.js';

/** URLs of the archives that the site has, by the language whose compiler is in them. */
export type Packs = Readonly<Partial<Record<Language, string>>>;

/** Finds out which archives the site has. Rejects if it has none. */
export async function findPacks(base: string): Promise<Packs> {
  const list = new URL('packs/packs.json', new URL(base, location.href));
  const response = await fetch(list);
  if (!response.ok) throw new Error(`the archives with the compilers are not there (${response.status}): npm run packs makes them`);
  const names = (await response.json()) as Partial<Record<Language, string>>;
  return Object.fromEntries(Object.entries(names).map(([language, name]) => [language, new URL(name, list).href]));
}
