import type { Term } from '@beamline/beam-file';
import { type CodeSource, PackError } from '@beamline/pack';
import { CodePath } from '../code-path.js';
import { parseTerm } from '../parse-term.js';
import { TermSyntaxError } from '../term-syntax-error.js';

/** The modules of folders, OTP's `lib` folder and archives, for packing. */
export class PackingSource implements CodeSource {
  readonly #codePath: CodePath;

  constructor(locations: readonly string[]) {
    this.#codePath = new CodePath(locations);
  }

  modules(): Promise<ReadonlySet<string>> {
    return this.#codePath.modules();
  }

  read(module: string): Promise<Uint8Array | undefined> {
    return this.#codePath.find(module);
  }

  applicationOf(module: string): Promise<string | undefined> {
    return this.#codePath.applicationOf(module);
  }

  async application(name: string): Promise<Term | undefined> {
    const text = await this.#codePath.application(name);
    if (text === undefined) return undefined;
    try {
      return parseTerm(text.replace(/\.\s*$/, ''));
    } catch (error) {
      if (!(error instanceof TermSyntaxError)) throw error;
      throw new PackError('bad-application', `the file ${name}.app is not a term: ${error.message}`, { cause: error });
    }
  }
}
