/** Where the program runs. */
export type Platform = 'node' | 'vite';

/** What the program is written in. */
export type Language = 'erlang' | 'elixir' | 'gleam';

/** All platforms, the first is the default. */
export const platforms: readonly Platform[] = ['node', 'vite'];

/** All languages, the first is the default. */
export const languages: readonly Language[] = ['erlang', 'elixir', 'gleam'];

/** What a project is to be. */
export interface Choices {
  /** The folder, which need not be there. */
  readonly folder: string;
  readonly platform: Platform;
  readonly language: Language;
}
