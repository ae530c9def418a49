import type { Term } from '@beamline/beam-file';
import { javascriptLibrary, type OperationName, operationNames } from '@beamline/javascript';
import type { Nif, NifContext, NifLibrary } from '@beamline/runtime-core';
import type { Channel } from './channel.js';
import type { WorkerValues } from './worker-values.js';

/** Operations for which something is done when their process ends. */
const LASTING: ReadonlySet<string> = new Set<OperationName>(['listen_nif/4', 'request_animation_frame/0']);

/** The tasks that the page wants done when processes end, by number. */
export class EndTasks {
  readonly #channel: () => Channel;
  readonly #cancels = new Map<number, () => void>();
  #last = 0;

  constructor(channel: () => Channel) {
    this.#channel = channel;
  }

  /** Has the page be told when the running process ends. */
  add(context: NifContext): number {
    const token = ++this.#last;
    this.#cancels.set(
      token,
      context.whenEnded(() => {
        this.#cancels.delete(token);
        this.#channel().tell('ended', token);
      }),
    );
    return token;
  }

  /** The page need not be told any more. */
  cancel(token: number): void {
    this.#cancels.get(token)?.();
    this.#cancels.delete(token);
  }
}

/**
 * The library of the module `js` in a Worker: what is of the page is done there, while the process waits; what the Worker grants is done here.
 * @param granted - what the Worker grants
 * @param pageNames - names of what the page grants
 */
export function pageLibrary(
  channel: () => Channel,
  values: WorkerValues,
  tasks: EndTasks,
  granted: Readonly<Record<string, unknown>>,
  pageNames: ReadonlySet<string>,
): NifLibrary {
  const local = javascriptLibrary(granted);
  const localNames = new Set(Object.keys(granted));
  const isRemote = (name: OperationName, [first]: readonly Term[], context: NifContext): boolean => {
    if (name === 'global/1') {
      const asked = nameOf(first);
      return asked === undefined || !localNames.has(asked) || pageNames.has(asked);
    }
    if (first !== undefined && values.pageValue(first) !== undefined) return true;
    const isLocal = local.functions['is_reference/1'];
    return first === undefined || localNames.size === 0 || isLocal === undefined || !isTrue(isLocal([first], context));
  };
  const nif =
    (name: OperationName): Nif =>
    (args, context) => {
      values.context = context;
      const here = local.functions[name];
      if (here !== undefined && !isRemote(name, args, context)) return here(args, context);
      const token = LASTING.has(name) ? tasks.add(context) : 0;
      return called(channel(), tasks, [name, args, context.self(), token], token);
    };
  return {
    functions: Object.fromEntries(operationNames.map((name) => [name, nif(name)])),
    load: (_, context) => {
      values.context = context;
      return 0;
    },
  };
}

/** Does an operation in the page. Where it fails nothing lasts. */
async function called(channel: Channel, tasks: EndTasks, args: readonly unknown[], token: number): Promise<Term> {
  try {
    return (await channel.call('javascript', args)) as Term;
  } catch (error) {
    tasks.cancel(token);
    throw error;
  }
}

function nameOf(term: Term | undefined): string | undefined {
  if (term?.kind === 'atom') return term.name;
  return term?.kind === 'bitstring' ? new TextDecoder().decode(term.bytes) : undefined;
}

function isTrue(term: Term | Promise<Term>): boolean {
  return !(term instanceof Promise) && term.kind === 'atom' && term.name === 'true';
}
