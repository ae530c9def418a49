import type { Term } from '@beamline/beam-file';
import type { CodeSource } from './code-source.js';
import { PackError } from './pack-error.js';

/** An application as its file says it is. */
export interface Application {
  readonly name: string;
  /** `{application, Name, Keys}` as it is packed. */
  readonly specification: Term;
  /** The module that starts it; undefined for a library. */
  readonly startModule: string | undefined;
  /** All its modules. */
  readonly modules: readonly string[];
  /** What programs may find of it when they run: what it starts with, and its environment. */
  readonly terms: readonly Term[];
}

/** Keys whose applications are needed, too. */
const NEEDED: readonly string[] = ['applications', 'included_applications'];

/**
 * The applications of some names and all that these need, each after those. Rejects with PackError for one that is not there, unless it is
 * optional.
 */
export async function applicationsOf(names: readonly string[], code: CodeSource): Promise<readonly Application[]> {
  const found = new Map<string, Application>();
  const visit = async (name: string, neededBy: string | undefined, isOptional: boolean): Promise<void> => {
    if (found.has(name)) return;
    const term = await code.application(name);
    if (term === undefined) {
      if (isOptional) return;
      const reason = neededBy === undefined ? '' : `, which ${neededBy} needs`;
      throw new PackError(
        'no-entry',
        `there is no application ${name}${reason}: name the folder that ${name}.app is in as part of the code path`,
      );
    }
    const keys = keysOf(name, term);
    const application = read(name, keys);
    // A circle ends here.
    found.set(name, application);
    const optional = new Set(atoms(keys.get('optional_applications')));
    for (const key of NEEDED) for (const needed of atoms(keys.get(key))) await visit(needed, name, optional.has(needed));
    found.delete(name);
    found.set(name, application);
  };
  for (const name of names) await visit(name, undefined, false);
  return [...found.values()];
}

function keysOf(name: string, term: Term): ReadonlyMap<string, Term> {
  const [tag, own, list] = term.kind === 'tuple' ? term.elements : [];
  const isRight = tag?.kind === 'atom' && tag.name === 'application' && own?.kind === 'atom' && own.name === name;
  if (!isRight || list?.kind !== 'list')
    throw new PackError('bad-application', `${name}.app is not {application, ${name}, [...]}: build ${name} again`);
  return new Map(
    list.elements.flatMap((pair): [string, Term][] => {
      const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
      return key?.kind === 'atom' && value !== undefined ? [[key.name, value]] : [];
    }),
  );
}

/** The version that the file of an application says; undefined if it says none. */
export function versionOf(application: Term | undefined): string | undefined {
  const [, , keys] = application?.kind === 'tuple' ? application.elements : [];
  for (const pair of keys?.kind === 'list' ? keys.elements : []) {
    const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
    if (key?.kind === 'atom' && key.name === 'vsn' && value?.kind === 'list')
      return String.fromCharCode(...value.elements.map((each) => (each.kind === 'integer' ? Number(each.value) : 0)));
  }
  return undefined;
}

function read(name: string, keys: ReadonlyMap<string, Term>): Application {
  const mod = keys.get('mod');
  const [module] = mod?.kind === 'tuple' ? mod.elements : [];
  // A machine runs without what kernel starts: servers for code, files and the network.
  const startModule = module?.kind === 'atom' && name !== 'kernel' ? module.name : undefined;
  const kept = [...keys].filter(([key]) => key !== 'modules' && (key !== 'mod' || startModule !== undefined));
  const environment = keys.get('env');
  return {
    name,
    specification: {
      kind: 'tuple',
      elements: [
        { kind: 'atom', name: 'application' },
        { kind: 'atom', name },
        listOf(kept.map(([key, value]): Term => ({ kind: 'tuple', elements: [{ kind: 'atom', name: key }, value] }))),
      ],
    },
    startModule,
    modules: atoms(keys.get('modules')),
    terms: [...(startModule === undefined || mod === undefined ? [] : [mod]), ...(environment === undefined ? [] : [environment])],
  };
}

function atoms(list: Term | undefined): string[] {
  return list?.kind === 'list' ? list.elements.flatMap((each) => (each.kind === 'atom' ? [each.name] : [])) : [];
}

/** A proper list. */
export function listOf(elements: readonly Term[]): Term {
  return elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } };
}
