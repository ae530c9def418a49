import type { Term } from '@beamline/beam-file';

/** Where the modules of a program come from. */
export interface CodeSource {
  /** The names of all modules that there are. */
  modules(): Promise<ReadonlySet<string>>;
  /** The bytes of the file of a module; undefined if there is none. */
  read(module: string): Promise<Uint8Array | undefined>;
  /** The application that a module is part of, such as `stdlib`; undefined if that is not known. */
  applicationOf(module: string): Promise<string | undefined>;
  /** What the file of an application says, `{application, Name, Keys}`; undefined if there is none. */
  application(name: string): Promise<Term | undefined>;
}
