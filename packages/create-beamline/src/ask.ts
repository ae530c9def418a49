import type { Interface } from 'node:readline/promises';

/** Asks for one of some words until there is one; an empty answer, or the end of the input, is the first. */
export async function askForOne<Word extends string>(lines: Interface, question: string, words: readonly [Word, ...Word[]]): Promise<Word> {
  for (;;) {
    const answer = (await lines.question(`${question} (${words.join(', ')}) [${words[0]}]: `)).trim();
    if (answer === '') return words[0];
    const found = words.filter((word) => word.startsWith(answer.toLowerCase()));
    if (found.length === 1 && found[0] !== undefined) return found[0];
  }
}
