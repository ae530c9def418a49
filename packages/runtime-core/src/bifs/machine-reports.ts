import { formatAtom } from '@beamline/beam-file';
import { processReport } from '../processes/process-report.js';
import { displayedTerm } from '../terms/displayed-term.js';
import type { BifContext } from './bif-context.js';
import { memoryItems } from './memory.js';

// What `erlang:system_info` tells as text, and the BREAK menu of `erl` shows (`erts/emulator/beam/break.c`).

/** Each process and each port. */
function processes({ processes: all, info, ports }: BifContext): string {
  const openPorts = ports.all().map((id) => {
    const port = ports.find(id);
    const text = (item: string): string => displayedTerm((port && ports.info(port, item)) ?? { kind: 'nil' });
    return [
      `=port:${displayedTerm(id)}`,
      'State: CONNECTED',
      `Slot: ${text('id')}`,
      `Connected: ${text('connected')}`,
      `Links: ${text('links').slice(1, -1)}`,
      `Port controls external process: ${text('name').slice(1, -1)}`,
      `Input: ${text('input')}`,
      `Output: ${text('output')}`,
      `Queue: ${text('queue_size')}`,
      '',
    ].join('\n');
  });
  return [...all.all().map((context) => processReport(context, info, all)), ...openPorts].join('');
}

/** Bytes of the code of each module. */
function modules({ loadedModules, codeBytes, memoryUse }: BifContext): string {
  const sizes = loadedModules().map((name) => ({ name, bytes: codeBytes(name) }));
  const current = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = sizes.map(({ name, bytes }) => `${formatAtom(name)} ${bytes}\n`);
  return `Current code: ${current}\nOld code: ${memoryUse().code - current}\n${lines.join('')}`;
}

/** What the machine uses. */
function machine(context: BifContext): string {
  const memory = Object.entries(memoryItems(context)).map(([name, bytes]) => `${name}: ${bytes}\n`);
  return [
    `=memory\n${memory.join('')}`,
    `=index_table:atom_tab\nlimit: ${context.atomLimit()}\nentries: ${context.atomCount()}\n`,
    `=index_table:module_code\nentries: ${context.loadedModules().length}\n`,
  ].join('');
}

/** The reports by the items of `erlang:system_info`. */
export const machineReports: Readonly<Record<'procs' | 'loaded' | 'info', (context: BifContext) => string>> = {
  procs: processes,
  loaded: modules,
  info: machine,
};
