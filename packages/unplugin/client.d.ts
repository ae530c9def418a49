/** What an import of a program gives. */
interface BeamlineProgram {
  /** Where its archive is. */
  readonly url: string;
  /** For `createRuntime({ codePaths })`. */
  readonly codePaths: readonly string[];
  /** The function of no arguments that it begins with; undefined if it has none. */
  readonly start: { readonly module: string; readonly name: string } | undefined;
  /** In Vite's development server, has a machine load the modules that change; does nothing otherwise. Returns what ends that. */
  attach(machine: { callTerm(module: string, name: string, args: never): Promise<unknown> }): () => void;
}

declare module '*?beam' {
  const program: BeamlineProgram;
  export default program;
}

declare module '*.beam' {
  const program: BeamlineProgram;
  export default program;
}

declare module '*.avm' {
  const program: BeamlineProgram;
  export default program;
}
