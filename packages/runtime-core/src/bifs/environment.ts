import type { Term } from '@beamline/beam-file';
import { eachLeaf } from '../terms/leaves.js';
import { boolean, characters, list, tuple } from '../terms/plain-terms.js';
import { badarg, characterOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Text of characters in a list and lists in it. */
function textOfLists(term: Term | undefined): string {
  let text = '';
  eachLeaf(term ?? badarg(), (leaf, isTail) => {
    text += isTail ? badarg() : String.fromCodePoint(characterOf(leaf));
  });
  return text;
}

/** The name of a variable. */
function nameOf(term: Term | undefined): string {
  const name = textOfLists(term);
  return name.includes('=') || name.includes('\0') ? badarg() : name;
}

/** The environment of the program: that of the host, which its changes do not reach. */
export const environmentBifs: HostBifs = {
  'os:getenv/1': ([term], { environment }) => {
    const value = environment.get(nameOf(term));
    return value === undefined ? boolean(false) : characters(value);
  },
  'os:env/0': (_, { environment }) => list([...environment.all()].map(([name, value]) => tuple(characters(name), characters(value)))),
  'os:putenv/2': ([term, value], { environment }) => {
    const name = nameOf(term);
    const text = textOfLists(value);
    if (text.includes('\0')) return badarg();
    environment.set(name, text);
    return boolean(true);
  },
  'os:unsetenv/1': ([term], { environment }) => {
    environment.set(nameOf(term), undefined);
    return boolean(true);
  },
};
