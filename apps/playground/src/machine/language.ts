/** A language that programs can be written in, by the compiler that reads it. */
export type Language = 'erlang' | 'elixir';

/** What languages are called. */
export const languageNames: Readonly<Record<Language, string>> = { erlang: 'Erlang', elixir: 'Elixir' };
