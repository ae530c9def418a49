// What runs in a page with AtomVM: it calls what is in `atomVmEngine`. AtomVM itself is a script that the page's server has at /atomvm.

/** The parts of what Emscripten writes that are used here. */
interface EmscriptenModule {
  readonly FS: { mkdir(path: string): void; writeFile(path: string, data: Uint8Array | string): void };
}

interface EmscriptenOptions {
  readonly preRun: readonly ((module: EmscriptenModule) => void)[];
  readonly arguments: readonly string[];
  print(text: string): void;
  printErr(text: string): void;
  onAbort(reason: unknown): void;
}

/** What became of a program. */
export interface AtomVmOutcome {
  /** What it printed, standard output and errors. */
  readonly lines: readonly string[];
  /** Why it did not come to its end; undefined if it did. */
  readonly problem?: string;
}

/** What the bench calls from outside. */
export interface AtomVmEngine {
  /** Runs a program, for some milliseconds at most. */
  run(name: string, limit: number): Promise<AtomVmOutcome>;
  userAgent(): string;
}

declare global {
  var atomVmEngine: AtomVmEngine;
}

globalThis.atomVmEngine = {
  userAgent: () => navigator.userAgent,

  async run(name, limit) {
    const script = '/atomvm/AtomVM.mjs';
    const { default: start } = (await import(script)) as { default(options: EmscriptenOptions): Promise<unknown> };
    const archive = new Uint8Array(await (await fetch(`/archives/${name}`)).arrayBuffer());
    const lines: string[] = [];
    const problem = await new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(`not done within ${limit / 1000} s`), limit);
      const end = (reason: string | undefined): void => {
        clearTimeout(timer);
        resolve(reason);
      };
      start({
        preRun: [
          ({ FS }) => {
            FS.mkdir('/data');
            FS.writeFile('/data/program.avm', archive);
            FS.writeFile('/data/name', name);
          },
        ],
        arguments: ['/data/program.avm'],
        print: (text) => {
          lines.push(text);
          // What it says when the start function has returned.
          if (text.startsWith('Return value:')) end(undefined);
        },
        printErr: (text) => lines.push(text),
        onAbort: (reason) => end(`aborted: ${String(reason)}`),
      }).catch((error: unknown) => end(String(error)));
    });
    return { lines, ...(problem === undefined ? {} : { problem }) };
  },
};
