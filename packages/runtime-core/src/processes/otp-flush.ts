import type { Term } from '@beamline/beam-file';
import { atom } from '../terms/plain-terms.js';

/**
 * Has OTP's processes write what they have got: those that take reports, those that handle them, and `user`.
 * @param ask - calls a function in a process of its own; undefined if it fails
 */
export async function flushOtp(ask: (module: string, name: string, args: readonly Term[]) => Promise<Term | undefined>): Promise<void> {
  for (const name of ['logger_proxy', 'logger']) await ask('sys', 'get_state', [atom(name)]);
  const handlers = await ask('logger', 'get_handler_config', []);
  for (const handler of handlers?.kind === 'list' ? handlers.elements : []) {
    const pairs = handler.kind === 'map' ? handler.pairs : [];
    const value = (key: string): Term | undefined => pairs.find(([name]) => name.kind === 'atom' && name.name === key)?.[1];
    const [id, module] = [value('id'), value('module')];
    if (id !== undefined && module?.kind === 'atom') await ask(module.name, 'filesync', [id]);
  }
  await ask('io', 'getopts', [atom('user')]);
}
