import { readFileSync } from 'node:fs';
import { currentFolder } from '../current-folder.js';

/** A file of arguments that cannot be read. */
export class ArgumentsFileError extends Error {
  override readonly name = 'ArgumentsFileError';
}

/** Arguments as a shell would read them, without its variables (`build_args_from_string` in `erts/etc/common/erlexec.c`). */
function quotedWords(text: string, allowsComments = false): string[] {
  const word = allowsComments ? /(?:"[^"]*"?|'[^']*'?|\\[\s\S]?|[^\s"'\\#])+|#.*/g : /(?:"[^"]*"?|'[^']*'?|\\[\s\S]?|[^\s"'\\])+/g;
  return (text.match(word) ?? [])
    .filter((found) => !allowsComments || !found.startsWith('#'))
    .map((found) =>
      found.replace(
        /"([^"]*)"?|'([^']*)'?|\\([\s\S]?)/g,
        (_, double?: string, single?: string, next?: string) => double ?? single ?? next ?? '',
      ),
    );
}

/**
 * The arguments of `erl` from all that has some, in their order: what `-extra` keeps for the program comes last, the arguments in files that
 * `-args_file` names stand in its place, and a `--` parts one source from the next. Throws ArgumentsFileError.
 *
 * @param before - what the environment has in front of the command line, each a text
 * @param after - what it has behind it
 */
export function gatheredArguments(before: readonly string[], own: readonly string[], after: readonly string[]): string[] {
  const parted = (all: readonly string[]): readonly string[] => (all.length > 0 ? [...all, '--'] : all);
  const ofTexts = (texts: readonly string[]): (readonly string[])[] =>
    texts.map((text) => parted(quotedWords(text))).filter((all) => all.length > 0);
  const others = [ofTexts(before), ofTexts(after)] as const;
  const end = own.indexOf('-extra');
  if (others.every((all) => all.length === 0) && !own.slice(0, end < 0 ? own.length : end).includes('-args_file')) return [...own];
  const gathered: string[] = [];
  const extra: string[] = [];
  const take = (all: readonly string[]): void => {
    for (let i = 0; i < all.length; i++) {
      const argument = all[i] ?? '';
      if (argument === '-args_file' && i + 1 < all.length) {
        take(parted(quotedWords(read(all[++i] ?? ''), true)));
      } else if (argument === '-extra') {
        extra.push(...all.slice(i + 1));
        return;
      } else {
        gathered.push(argument);
      }
    }
  };
  for (const source of [...others[0], own, own.length > 0 ? ['--'] : [], ...others[1]]) take(source);
  return extra.length > 0 ? [...gathered, '-extra', ...extra] : gathered;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Node tells `ENOENT: no such file or directory, open 'file'`.
    const [, reason = String(error)] = /^[A-Z]\w*: (.*?),/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new ArgumentsFileError(
      `Failed to open arguments file "${file}" at "${currentFolder()}": ${reason.charAt(0).toUpperCase()}${reason.slice(1)}`,
    );
  }
}
