// What a page does in the tests: they call what is in `pageTests`.

import { type AdapterOptions, adapterTests } from '@beamline/adapter-tests';
import { WebSocketChannels } from '@beamline/cluster';
import {
  atom,
  createCluster,
  createRuntime,
  type ErlangRuntime,
  type ErlangValue,
  formatTerm,
  LoadError,
  Opaque,
  Runtime,
  StoppedError,
  type Term,
  terms,
  toTerm,
  tuple,
  WorkerRuntime,
} from '../src/index.js';
import { PageCache } from '../src/page-cache.js';

/** What the page was able to do while a process was looping. */
export interface Responsiveness {
  /** Times between two runs of a timer, in milliseconds, shortest first. */
  readonly gaps: readonly number[];
  /** Frames that were drawn. */
  readonly frames: number;
  /** Whether the process was stopped by its signal. */
  readonly stopped: boolean;
}

/** How OTP is started. */
export interface OtpTrial {
  readonly worker: boolean;
  readonly cache: boolean;
  /** The function to call, and the folder that it is in, if it is not OTP's. */
  readonly call: readonly [string, string];
  readonly folder?: string;
  /** Applications to start before. */
  readonly applications?: readonly string[];
}

/** How starting OTP and calling the function went. */
export interface OtpReport {
  readonly output: string;
  readonly errors: string;
  /** Milliseconds until OTP had started, and until the first output. */
  readonly started: number;
  readonly firstOutput: number;
  /** Modules that were put into the cache. */
  readonly kept: number;
  /** Longest time in which the page had no turn until the program ended, in milliseconds. */
  readonly longestGap: number;
  /** Time until the program ended, in milliseconds. */
  readonly ended: number;
}

/** What tests call from outside. */
export interface PageTests {
  /** Runs an adapter test by its name. Answers what is wrong, or nothing. */
  adapter(name: string, inWorker: boolean): Promise<string>;
  /** Result of a bench program, as Erlang writes it. */
  program(name: string): Promise<string>;
  /** The same, in a worker. */
  programInWorker(name: string): Promise<string>;
  /** What the functions of a module on top of `js` return, as Erlang writes it. */
  javascript(name: string, args: readonly (string | number)[]): Promise<string>;
  /** What runs in the Worker and what in the page, as `module`, of a module that the Worker imports. */
  places(): Promise<Readonly<Record<string, unknown>>>;
  /** Starts and stops machines in Workers, some at a time. Answers what their programs returned. */
  machines(count: number, atOnce: number): Promise<readonly unknown[]>;
  /** Has a Worker load its script from a URL. Answers what a program returned, or the error. */
  workerFrom(url: string): Promise<string>;
  /** Starts OTP from a location, calls a function without arguments, and tells how it went. */
  otp(location: string, options: OtpTrial): Promise<OtpReport>;
  /** What nodes in Workers answer, and how many others the first one knows. */
  cluster(archive: string): Promise<readonly string[]>;
  /** What a machine that is connected to a node by a gateway gets from there, and what is asked of it from there. */
  behindGateway(archive: string, url: string, node: string): Promise<readonly string[]>;
  /** Which of four modules of so many bytes are still kept, when there is room for some. */
  kept(bytes: number, room: number): Promise<readonly boolean[]>;
  /** Whether the kernel was fetched as a file, and what a machine computes. */
  kernel(worker: boolean): Promise<readonly [boolean, string]>;
  /** What is written to the error output about a code path that answers with a page, and the error of `load`. */
  pagesInstead(): Promise<readonly string[]>;
  responsiveness(milliseconds: number): Promise<Responsiveness>;
  /** Status of the answer when a file is not there, or an archive of the code path. */
  missingStatus(what: 'file' | 'archive'): Promise<number | undefined>;
  /** What the page's policy has refused so far. */
  readonly violations: readonly string[];
  /** Whether the policy of the page is in force. */
  evalIsRefused(): Promise<boolean>;
}

declare global {
  var pageTests: PageTests;
}

const violations: string[] = [];

/** Modules that this page has put into the cache. */
let keptModules = 0;
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function counted(value: unknown, key?: IDBValidKey): IDBRequest<IDBValidKey> {
  if (this.name === 'modules') keptModules++;
  return put.call(this, value, key);
};
document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));

const location = (file: string): string => `/fixtures/${file}`;

globalThis.pageTests = {
  violations,

  async adapter(name, inWorker) {
    const context = {
      timeLimit: 110_000,
      createRuntime: (options: AdapterOptions = {}) => createRuntime(inWorker ? { ...options, worker: true } : options),
      location,
      endsWhenStopped: inWorker,
      resourceCount: (runtime: ErlangRuntime) =>
        runtime instanceof WorkerRuntime ? runtime.pageValueCount : runtime instanceof Runtime ? runtime.machine.resourceCount : 0,
      fixture: async (file: string) => new Uint8Array(await (await fetch(location(file))).arrayBuffer()),
    };
    try {
      const found = adapterTests.find((item) => item.name === name);
      if (found === undefined) return 'there is no such test';
      await found.run(context);
      return '';
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
    }
  },

  async program(name) {
    const runtime = await createRuntime();
    await runtime.load(`/programs/${name}.beam`);
    return formatTerm(await runtime.callTerm(name, 'main', []));
  },

  programInWorker(name) {
    return new Promise((resolve, reject) => {
      const worker = new Worker('/program-worker.js', { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(name);
    });
  },

  async javascript(name, args) {
    const button = document.createElement('button');
    const form = document.createElement('form');
    document.body.append(button, form);
    const runtime = await createRuntime({
      javascript: {
        globals: {
          AbortController,
          WebSocket,
          cancelAnimationFrame,
          fetch,
          localStorage,
          requestAnimationFrame,
          button,
          form,
          report: (_: string, what: string) => {
            if (what === 'ready') for (let n = 0; n < 3; n++) button.click();
          },
        },
      },
    });
    await runtime.load(location('js_fixture.beam'));
    const values = args.map((arg) => toTerm(arg === 'json' ? atom(arg) : arg));
    return formatTerm(await runtime.callTerm('js_fixture', name, values));
  },

  async places() {
    const js = async (runtime: ErlangRuntime, name: string): Promise<ErlangValue> => {
      const place = await runtime.call('js', 'global', [name]);
      return place instanceof Opaque ? runtime.call('js', 'apply', [place, []]) : place;
    };
    const runtime = await createRuntime({
      worker: { module: '/worker-module.js' },
      natives: { 'page:native/0': () => typeof document === 'undefined' },
      nifs: {
        adapter_nifs: () => ({
          functions: {
            'isWorker/0': () => terms.boolean(typeof document === 'undefined'),
            'remember/1': ([term], context) => context.reference({ term: term ?? terms.NIL }),
            'remembered/1': ([reference], context) => (context.find(reference, Object) as { readonly term: Term }).term,
          },
        }),
      },
      javascript: { globals: { isPage: () => typeof document !== 'undefined', both: 'the page' } },
    });
    await runtime.load(location('adapter_nifs.beam'));
    const inner = await runtime.call('js', 'global', ['inner']);
    const nif = await runtime.call('adapter_nifs', 'round_trip', [[1, tuple(2)]]);
    const result = {
      ofWorker: await js(runtime, 'isWorker'),
      ofPage: await js(runtime, 'isPage'),
      both: new TextDecoder().decode((await js(runtime, 'both')) as Uint8Array),
      inner: await runtime.call('js', 'get', [inner, [atom('values'), 1]]),
      nativeOfWorker: await runtime.call('place', 'native'),
      nativeOfPage: await runtime.call('page', 'native'),
      nif: formatTerm(toTerm(nif)),
    };
    runtime.stop();
    return result;
  },

  async machines(count, atOnce) {
    const results: unknown[] = [];
    const fixture = new Uint8Array(await (await fetch(location('adapter_fixture.beam'))).arrayBuffer());
    const one = async (): Promise<void> => {
      const runtime = await createRuntime({ worker: true });
      await runtime.load(fixture);
      results.push(await runtime.call('adapter_fixture', 'add', [50, 5]));
      const late = runtime.call('adapter_fixture', 'wait').catch((error: unknown) => error);
      runtime.stop();
      if (!((await late) instanceof StoppedError)) results.push(await late);
    };
    for (let i = 0; i < count; i += atOnce) await Promise.all(Array.from({ length: atOnce }, one));
    return results;
  },

  async workerFrom(url) {
    try {
      const runtime = await createRuntime({ worker: { url } });
      const result = formatTerm(await runtime.callTerm('erlang', 'abs', [terms.integer(-1)]));
      runtime.stop();
      return result;
    } catch (error) {
      return error instanceof LoadError ? error.message : String(error);
    }
  },

  async otp(archive, { worker, cache, call: [module, name], folder, applications = [] }) {
    let output = '';
    let errors = '';
    let firstOutput = 0;
    let longestGap = 0;
    const keptBefore = keptModules;
    const start = performance.now();
    let last = start;
    const turns = setInterval(() => {
      const now = performance.now();
      longestGap = Math.max(longestGap, now - last);
      last = now;
    });
    const runtime = await createRuntime({
      worker,
      cache,
      codePaths: [archive, ...(folder === undefined ? [] : [folder])],
      write: (text) => {
        if (firstOutput === 0) firstOutput = performance.now() - start;
        output += text;
      },
      writeError: (text) => {
        errors += text;
      },
    });
    await runtime.startOtp();
    const started = performance.now() - start;
    for (const application of applications) {
      const result = formatTerm(await runtime.callTerm('application', 'ensure_all_started', [terms.atom(application)]));
      if (!result.startsWith('{ok,')) errors += result;
    }
    await runtime.call(module, name);
    await runtime.flush();
    runtime.stop();
    const ended = performance.now() - start;
    clearInterval(turns);
    return { output, errors, started, firstOutput, kept: keptModules - keptBefore, longestGap, ended };
  },

  async cluster(archive) {
    const cluster = await createCluster({ size: 3, codePaths: [archive] });
    const [first] = cluster.runtimes;
    const names = cluster.nodes.map((node) => terms.atom(node));
    const call = async (f: string, args: readonly Term[]): Promise<string> => {
      const results = await first?.callTerm('erpc', 'multicall', [
        terms.list(names),
        terms.atom('lists'),
        terms.atom(f),
        terms.list([...args]),
      ]);
      return results === undefined ? '' : formatTerm(results);
    };
    const sums = await call('sum', [terms.list([terms.integer(1), terms.integer(2)])]);
    const others = await first?.callTerm('erlang', 'nodes', []);
    cluster.stop();
    return [sums, others === undefined ? '' : formatTerm(others).split(',').length.toString()];
  },

  async behindGateway(archive, url, node) {
    const runtime = await createRuntime({ codePaths: [archive], channels: new WebSocketChannels(url) });
    await runtime.startOtp({ arguments: ['-noshell', '-sname', 'page@page', '-setcookie', 'secret', '-proto_dist', 'beamline'] });
    const call = async (module: string, f: string, args: readonly Term[]): Promise<string> => {
      const term = terms.list([...args]);
      return formatTerm(await runtime.callTerm('erpc', 'call', [terms.atom(node), terms.atom(module), terms.atom(f), term]));
    };
    const isConnected = formatTerm(await runtime.callTerm('net_kernel', 'connect_node', [terms.atom(node)]));
    const sum = await call('lists', 'sum', [terms.list([terms.integer(20), terms.integer(22)])]);
    // A server there asks one in the page.
    const server = terms.tuple(terms.atom('kernel_sup'), terms.atom('page@page'));
    const children = await call('gen_server', 'call', [server, terms.atom('count_children')]);
    runtime.stop();
    return [isConnected, sum, children.startsWith('[{specs,') ? 'children' : children];
  },

  async kept(bytes, room) {
    const cache = PageCache.open();
    if (cache === undefined) return [];
    await cache.prune(0);
    const files = [1, 2, 3, 4].map((n) => Uint8Array.of(n));
    for (const file of files) {
      // Each is of another time.
      await new Promise((resolve) => setTimeout(resolve, 5));
      cache.write(file, 'test', new Uint8Array(bytes));
      while ((await cache.read(file, 'test')) === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await cache.prune(room);
    return await Promise.all(files.map(async (file) => (await cache.read(file, 'test')) !== undefined));
  },

  async kernel(worker) {
    const runtime = await createRuntime({ worker });
    const result = formatTerm(await runtime.callTerm('lists', 'reverse', [terms.list([terms.integer(1), terms.integer(2)])]));
    runtime.stop();
    const [entry] = performance.getEntriesByName(new URL('/kernel.wasm', document.baseURI).href) as PerformanceResourceTiming[];
    return [entry !== undefined && entry.decodedBodySize > 100_000, result];
  },

  async pagesInstead() {
    const texts: string[] = [];
    const runtime = await createRuntime({ codePaths: ['/spa/ebin', '/spa/other/'], writeError: (text) => texts.push(text) });
    await runtime.call('no_such_module', 'f').catch((error: unknown) => texts.push(String(error)));
    await runtime.call('no_other_module', 'f').catch((error: unknown) => texts.push(String(error)));
    await runtime.load('/spa/x.beam').catch((error: unknown) => texts.push(String(error)));
    await createRuntime({ codePaths: ['/spa/otp.avm'] }).catch((error: unknown) => texts.push(String(error)));
    return texts;
  },

  async responsiveness(milliseconds) {
    const runtime = await createRuntime();
    await runtime.load(location('adapter_fixture.beam'));
    const controller = new AbortController();
    const call = runtime.call('adapter_fixture', 'spin', [], { signal: controller.signal }).catch((error: unknown) => error);
    let frames = 0;
    const draw = (): void => {
      frames++;
      if (!controller.signal.aborted) requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    const gaps: number[] = [];
    const end = performance.now() + milliseconds;
    for (let last = performance.now(); last < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    controller.abort();
    return { gaps: gaps.sort((a, b) => a - b), frames, stopped: (await call) instanceof StoppedError };
  },

  async missingStatus(what) {
    try {
      const runtime = await createRuntime(what === 'archive' ? { codePaths: ['/programs/missing.avm'] } : {});
      await runtime.load('/programs/missing.beam');
      return undefined;
    } catch (error) {
      return error instanceof LoadError ? error.status : undefined;
    }
  },

  async evalIsRefused() {
    // In a turn of its own: what a driver evaluates is not held to the policy.
    await new Promise((resolve) => setTimeout(resolve, 0));
    try {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what this is about
      globalThis.eval('1');
      return false;
    } catch (error) {
      return error instanceof EvalError;
    }
  },
};
