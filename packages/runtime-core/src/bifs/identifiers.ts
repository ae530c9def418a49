import { formatTerm, type Term } from '@beamline/beam-file';
import { LOCAL_NODE } from '../terms/identifiers.js';
import { characters } from '../terms/plain-terms.js';
import { badarg, textOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Greatest number of a pid or port of this machine. */
const GREATEST = 0xfffffff;
/** Greatest numbers in a pid. */
const GREATEST_ID = 0x7fff;
const GREATEST_SERIAL = 0x1fff;
const GREATEST_WORD = 0xffffffff;

/** The numbers in a text of a form; the first one is 0, which stands for this node. */
function numbers(text: string, form: RegExp, greatest: number): number[] {
  const found = form.exec(text)?.slice(1).map(Number);
  return found === undefined || found.some((number) => number > greatest) ? badarg() : found;
}

/** Pids, references and ports as text, and back. */
export const identifierBifs: HostBifs = {
  'erlang:list_to_pid/1': ([text]): Term => {
    const [id = 0, serial = 0] = numbers(textOf(text), /^<0\.(\d+)\.(\d+)>$/, GREATEST);
    return id > GREATEST_ID || serial > GREATEST_SERIAL ? badarg() : { kind: 'pid', node: LOCAL_NODE, id, serial, creation: 0 };
  },
  'erlang:list_to_ref/1': ([text]): Term => {
    const ids = numbers(textOf(text), /^#Ref<0\.(\d+)\.(\d+)\.(\d+)>$/, GREATEST_WORD);
    return { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: ids.reverse() };
  },
  'erlang:list_to_port/1': ([text]): Term => {
    const [id] = numbers(textOf(text), /^#Port<0\.(\d+)>$/, GREATEST);
    return { kind: 'port', node: LOCAL_NODE, id: BigInt(id ?? 0), creation: 0 };
  },
  'erlang:port_to_list/1': ([port]) => (port?.kind === 'port' ? characters(formatTerm(port)) : badarg()),
};
