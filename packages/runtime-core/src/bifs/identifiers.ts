import { formatIdentifier, type Term } from '@beamline/beam-file';
import type { Distribution } from '../distribution/distribution.js';
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

/** The node that an identifier in a text is of, and the other numbers in it. */
interface ReadIdentifier {
  readonly node: string;
  readonly creation: number;
  readonly isOwn: boolean;
  readonly numbers: readonly number[];
}

/** Reads a text of a form; its first number is that of a node, 0 for this one. */
function read(text: string, form: RegExp, greatest: number, distribution: Distribution): ReadIdentifier {
  const [node, ...numbers] = form.exec(text)?.slice(1).map(Number) ?? [];
  if (node === undefined || numbers.some((number) => number > (node === 0 ? greatest : GREATEST_WORD))) return badarg();
  if (node === 0) return { node: LOCAL_NODE, creation: 0, isOwn: true, numbers };
  const connection = distribution.numbered(node);
  return connection === undefined ? badarg() : { node: connection.node, creation: connection.creation, isOwn: false, numbers };
}

/** Pids, references and ports as text, and back. */
export const identifierBifs: HostBifs = {
  'erlang:list_to_pid/1': ([text], { distribution }): Term => {
    const { node, creation, isOwn, numbers } = read(textOf(text), /^<(\d+)\.(\d+)\.(\d+)>$/, GREATEST, distribution);
    const [id = 0, serial = 0] = numbers;
    return isOwn && (id > GREATEST_ID || serial > GREATEST_SERIAL) ? badarg() : { kind: 'pid', node, id, serial, creation };
  },
  'erlang:list_to_ref/1': ([text], { distribution }): Term => {
    const { node, creation, numbers } = read(textOf(text), /^#Ref<(\d+)\.(\d+)\.(\d+)\.(\d+)>$/, GREATEST_WORD, distribution);
    return { kind: 'reference', node, creation, ids: [...numbers].reverse() };
  },
  'erlang:list_to_port/1': ([text], { distribution }): Term => {
    const { node, creation, numbers } = read(textOf(text), /^#Port<(\d+)\.(\d+)>$/, GREATEST, distribution);
    return { kind: 'port', node, id: BigInt(numbers[0] ?? 0), creation };
  },
  'erlang:pid_to_list/1': ([pid], { distribution }) =>
    pid?.kind === 'pid' ? characters(formatIdentifier(pid, distribution.numberOf(pid.node, pid.creation))) : badarg(),
  'erlang:ref_to_list/1': ([reference], { distribution }) =>
    reference?.kind === 'reference'
      ? characters(formatIdentifier(reference, distribution.numberOf(reference.node, reference.creation)))
      : badarg(),
  'erlang:port_to_list/1': ([port], { distribution }) =>
    port?.kind === 'port' ? characters(formatIdentifier(port, distribution.numberOf(port.node, port.creation))) : badarg(),
};
