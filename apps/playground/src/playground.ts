import { readAvmFile } from '@beamline/beam-file';
import { defineInspector, type InspectorElement } from '@beamline/inspector';
import type { ErlangInput } from '@beamline/runtime-web';
import { byId, make } from './dom.js';
import { SourceEditor } from './editor/source-editor.js';
import { type Example, examples } from './examples/examples.js';
import { clusterNodes } from './machine/cluster-node.js';
import { type Entry, entryOf } from './machine/entries.js';
import { type FunctionLines, functionLines, lineUsesOf } from './machine/function-lines.js';
import { type Language, languageNames } from './machine/language.js';
import { findPacks, type Packs } from './machine/packs.js';
import { type Diagnostic, type Measurement, type Program, SourceError } from './machine/program.js';
import { readsInput } from './machine/reads-input.js';
import { Session, type SessionHost } from './machine/session.js';
import { CodePane } from './panes/code-pane.js';
import { Comparison } from './panes/comparison.js';
import { type GivenFile, takeFiles } from './panes/file-drop.js';
import { Stage } from './panes/stage.js';
import { Tabs } from './panes/tabs.js';
import { Terminal } from './panes/terminal.js';
import { chooseTheme } from './theme.js';

/** Milliseconds between two looks at where the processes of a program are. */
const LOOK = 250;

/** What the machines of a chat are called. */
const NAMES = ['Ada', 'Joe'] as const;

type State = 'busy' | 'ready' | 'running' | 'error';

const wide = matchMedia('(min-width: 56rem)');

/** A machine of the page, with the terminal that it writes to. */
interface Seat {
  readonly terminal: Terminal;
  session: Promise<Session> | undefined;
}

/** The page. */
export class Playground {
  readonly #run = byId('run', HTMLButtonElement);
  readonly #upgrade = byId('upgrade', HTMLButtonElement);
  readonly #stop = byId('stop', HTMLButtonElement);
  readonly #measure = byId('measure', HTMLButtonElement);
  readonly #status = byId('status', HTMLElement);
  readonly #select = byId('example', HTMLSelectElement);
  readonly #problems = byId('problems', HTMLElement);
  readonly #terminals = byId('terminals', HTMLElement);
  readonly #inspector: InspectorElement;
  readonly #editor: SourceEditor;
  readonly #code: CodePane;
  readonly #comparison: Comparison;
  readonly #stage: Stage;
  readonly #tabs: Tabs;
  readonly #seats: Seat[] = [];
  #packs: Packs = {};
  #example: Example | undefined;
  #language: Language = 'erlang';
  #program: Program | undefined;
  /** Settles when machines that start have started. */
  #booting: Promise<unknown> = Promise.resolve();
  #heads: FunctionLines = new Map();
  /** Counts runs, so that what is late is told from what is current. */
  #turn = 0;

  constructor() {
    defineInspector();
    this.#inspector = document.createElement('beamline-inspector') as InspectorElement;
    byId('processes', HTMLElement).append(this.#inspector);
    const figure = byId('stage', HTMLElement);
    const canvas = figure.querySelector('canvas');
    const caption = figure.querySelector('figcaption');
    if (canvas === null || caption === null) throw new Error('the page has no stage');
    this.#stage = new Stage(figure, canvas, caption);
    this.#code = new CodePane(byId('listing', HTMLElement), (line) => this.#goTo(line));
    this.#editor = new SourceEditor(byId('editor', HTMLElement), 'Program', 'erlang', {
      lineChanged: (line) => this.#code.showCursor(line),
    });
    this.#comparison = new Comparison(byId('script', HTMLElement), byId('results', HTMLElement), this.#measure, {
      measure: () => this.#measureProgram(),
      say: (text) => this.#say(text, 'ready'),
    });
    this.#tabs = new Tabs(byId('tabs', HTMLElement), (panel) => this.#shown(panel));
    wide.addEventListener('change', () => this.#fit());
    this.#fit();
    chooseTheme(byId('theme', HTMLButtonElement));
  }

  /** Begins. */
  async start(): Promise<void> {
    this.#listen();
    try {
      this.#packs = await findPacks(import.meta.env.BASE_URL);
    } catch (error) {
      this.#say(messageOf(error), 'error');
      return;
    }
    const offered = examples.filter(({ language }) => this.#packs[language] !== undefined);
    this.#select.replaceChildren(...offered.map(({ id, title }) => new Option(title, id)));
    const first = offered.find(({ id }) => id === location.hash.slice(1)) ?? offered[0];
    if (first !== undefined) this.#open(first);
  }

  #listen(): void {
    const handle = (task: () => Promise<void>) => (): void => {
      task().catch((error: unknown) => this.#fail(error));
    };
    this.#run.addEventListener(
      'click',
      handle(() => this.#runProgram()),
    );
    this.#upgrade.addEventListener(
      'click',
      handle(() => this.#upgradeProgram()),
    );
    this.#stop.addEventListener(
      'click',
      handle(() => this.#stopProgram()),
    );
    this.#select.addEventListener('change', () => {
      const chosen = examples.find(({ id }) => id === this.#select.value);
      if (chosen !== undefined) this.#open(chosen);
    });
    addEventListener(
      'keydown',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        const button = { Enter: this.#run, s: this.#upgrade, '.': this.#stop }[event.key];
        if (button === undefined) return;
        // The editor would take them for its own.
        event.preventDefault();
        event.stopPropagation();
        button.click();
      },
      { capture: true },
    );
    takeFiles(
      byId('drop', HTMLElement),
      byId('open', HTMLButtonElement),
      byId('file', HTMLInputElement),
      (files) => this.#take(files),
      (error) => this.#fail(error),
    );
    setInterval(() => {
      this.#look().catch(() => undefined);
    }, LOOK);
  }

  /** Shows an example, and starts its machine. */
  #open(example: Example): void {
    this.#end();
    this.#example = example;
    this.#language = example.language;
    this.#program = undefined;
    this.#select.value = example.id;
    history.replaceState(null, '', `#${example.id}`);
    byId('about', HTMLElement).textContent = example.about;
    this.#editor.open(example.source, example.language);
    this.#comparison.open(example.script);
    this.#code.program = undefined;
    this.#showProblems([]);
    this.#prepare(example.machines);
  }

  /** Has as many machines as a program needs. */
  #prepare(count: number): void {
    while (this.#seats.length > count) {
      const seat = this.#seats.pop();
      seat?.terminal.element.remove();
      seat?.session?.then((session) => session.stop()).catch(() => undefined);
    }
    while (this.#seats.length < count) {
      const terminal = new Terminal(NAMES[this.#seats.length] ?? 'machine');
      this.#terminals.append(terminal.element);
      this.#seats.push({ terminal, session: undefined });
    }
    this.#ended().then(
      () => {
        // A picture that was on its way has come.
        this.#stage.hide();
        for (const { terminal } of this.#seats) {
          terminal.clear();
          terminal.takesInput = false;
        }
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** Starts the machines that there are not, one call after the other. */
  #boot(): Promise<Session[]> {
    const booted = this.#booting.then(() => this.#startMachines());
    this.#booting = booted.catch(() => undefined);
    return booted;
  }

  async #startMachines(): Promise<Session[]> {
    const turn = this.#turn;
    const language = this.#language;
    const seats = [...this.#seats];
    const archive = this.#packs[language];
    if (archive === undefined) throw new Error(`this site has no compiler for ${languageNames[language]}`);
    const isCluster = seats.length > 1;
    const found = await Promise.all(seats.map(({ session }) => session?.catch(() => undefined)));
    const kept = found.map((session) => session?.language === language && (session.node !== undefined) === isCluster);
    // The nodes of a cluster start together.
    const keepsSome = !isCluster || kept.every((isKept) => isKept);
    const nodes = isCluster ? clusterNodes(NAMES.slice(0, seats.length)) : [];
    if (!kept.every((isKept) => isKept))
      this.#say(`Starting Erlang/OTP${language === 'elixir' ? ' and Elixir' : ''} in this page …`, 'busy');
    this.#enable(false);
    const sessions = await Promise.all(
      seats.map(async (seat, i) => {
        const before = found[i];
        if (keepsSome && kept[i] === true && before !== undefined) return before;
        before?.stop();
        const starting = Session.start(language, archive, this.#hostOf(seat), nodes[i]);
        seat.session = starting;
        starting.catch(() => {
          seat.session = undefined;
        });
        return await starting;
      }),
    );
    if (!keepsSome) await Session.connect(sessions);
    if (turn === this.#turn) {
      this.#inspector.runtime = sessions[0]?.runtime;
      this.#enable(true);
      this.#say('Ready', 'ready');
    }
    return sessions;
  }

  #hostOf({ terminal }: Seat): SessionHost {
    return {
      write: (text) => terminal.write(text),
      writeError: (text) => terminal.writeLine(text, 'error'),
      readInput: () => terminal.readLine(),
      globals: {
        stage: { draw: (shapes: readonly (readonly unknown[])[]) => this.#stage.draw(shapes) },
        requestAnimationFrame: (task: FrameRequestCallback) => requestAnimationFrame(task),
        cancelAnimationFrame: (frame: number) => cancelAnimationFrame(frame),
      },
    };
  }

  async #runProgram(): Promise<void> {
    const sessions = await this.#ended();
    const [first] = sessions;
    if (first === undefined) return;
    const program = await this.#compile(first);
    if (program === undefined) return;
    for (const { terminal } of this.#seats) terminal.clear();
    this.#stage.hide();
    if (!wide.matches && this.#tabs.selected === 'program') this.#tabs.show(this.#example?.pane ?? 'output');
    await this.#start(sessions, program);
  }

  /** Runs a compiled program on all machines. */
  async #start(sessions: readonly Session[], program: Program): Promise<void> {
    const turn = ++this.#turn;
    await Promise.all(sessions.map((session) => session.load(program)));
    this.#stop.disabled = false;
    this.#say('Running', 'running');
    // Several machines are told who they are.
    const args = (index: number): ErlangInput[] => (sessions.length > 1 ? [NAMES[index] ?? ''] : []);
    const entry = entryOf(program, ['main', 'start'], args(0).length);
    await Promise.all(sessions.map((session, i) => this.#follow(session, i, entry, args(i), turn)));
  }

  async #follow(session: Session, index: number, entry: Entry, args: readonly ErlangInput[], turn: number): Promise<void> {
    const start = performance.now();
    const outcome = await session.run(entry, args).catch((error: unknown) => {
      // What was stopped does not return.
      if (turn === this.#turn) throw error;
    });
    if (turn !== this.#turn || outcome === undefined) return;
    const { kind, text } = outcome;
    const took = performance.now() - start;
    this.#seats[index]?.terminal.writeLine(kind === 'ok' ? `⇒ ${text}` : text, kind === 'ok' ? 'result' : 'error');
    const time = took < 1000 ? `${took.toFixed(0)} ms` : `${(took / 1000).toFixed(1)} s`;
    this.#say(kind === 'ok' ? `Returned after ${time}` : 'The program has failed', kind === 'ok' ? 'ready' : 'error');
  }

  /** Compiles what is in the editor, and shows what the compiler says; undefined if it does not compile. */
  async #compile(session: Session): Promise<Program | undefined> {
    this.#say('Compiling …', 'busy');
    const start = performance.now();
    try {
      const program = await session.compile(this.#editor.text);
      this.#showProblems(program.diagnostics);
      this.#adopt(program);
      this.#say(`Compiled in ${(performance.now() - start).toFixed(0)} ms`, 'ready');
      return program;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#showProblems(error.diagnostics);
      const count = error.diagnostics.filter(({ severity }) => severity === 'error').length;
      this.#say(count === 1 ? '1 error' : `${count} errors`, 'error');
      const [first] = error.diagnostics;
      if (first !== undefined && this.#isProgramShown()) this.#editor.goTo(first.line, first.column);
      return undefined;
    } finally {
      this.#enable(true);
    }
  }

  #isProgramShown(): boolean {
    return wide.matches || this.#tabs.selected === 'program';
  }

  #adopt(program: Program): void {
    this.#program = program;
    this.#heads = functionLines(program);
    const reads = readsInput(program);
    for (const { terminal } of this.#seats) terminal.takesInput = reads;
    this.#code.program = program;
  }

  async #upgradeProgram(): Promise<void> {
    const sessions = await this.#boot();
    const [first] = sessions;
    const program = first === undefined ? undefined : await this.#compile(first);
    if (program === undefined) return;
    await Promise.all(sessions.map((session) => session.load(program)));
    this.#say('Upgraded: processes go on in the new code', 'running');
  }

  async #stopProgram(): Promise<void> {
    await this.#ended();
    this.#say('Stopped', 'ready');
  }

  /** Ends what runs, and gives the machines, anew where one had to be stopped. */
  async #ended(): Promise<Session[]> {
    this.#end();
    await Promise.all(
      this.#seats.map(async (seat) => {
        const session = await seat.session?.catch(() => undefined);
        if (session === undefined || (await session.stopProgram())) return;
        seat.session = undefined;
      }),
    );
    return await this.#boot();
  }

  #end(): void {
    this.#turn++;
    this.#stop.disabled = true;
    this.#editor.showUses([]);
    this.#code.showUses([]);
  }

  async #measureProgram(): Promise<Measurement> {
    const [session] = await this.#ended();
    const program = session === undefined ? undefined : await this.#compile(session);
    if (session === undefined || program === undefined) throw new Error('the program does not compile');
    await session.load(program);
    this.#say('Measuring …', 'running');
    return await session.measure(entryOf(program, ['bench'], 0));
  }

  /** Shows where the processes of the program are. */
  async #look(): Promise<void> {
    const program = this.#program;
    const turn = this.#turn;
    if (program === undefined || this.#stop.disabled || document.hidden) return;
    const session = await this.#seats[0]?.session;
    if (session === undefined) return;
    const uses = lineUsesOf(await session.places(program), this.#heads);
    if (turn !== this.#turn) return;
    this.#editor.showUses(uses);
    this.#code.showUses(uses);
  }

  /** Runs compiled files, or opens a source. */
  async #take(files: readonly GivenFile[]): Promise<void> {
    const source = files.find(({ name }) => /\.(?:erl|ex|exs)$/.test(name));
    if (source !== undefined) {
      const language = source.name.endsWith('.erl') ? 'erlang' : 'elixir';
      this.#example = undefined;
      this.#language = language;
      this.#end();
      this.#program = undefined;
      this.#editor.open(new TextDecoder().decode(source.bytes), language);
      byId('about', HTMLElement).textContent = source.name;
      this.#prepare(1);
      return;
    }
    const beams = files.flatMap(({ name, bytes }) => (name.endsWith('.avm') ? archived(bytes) : [bytes]));
    if (beams.length === 0) throw new Error('there is no compiled module in it');
    const sessions = await this.#ended();
    const [first] = sessions;
    if (first === undefined) return;
    const program = first.programOfFiles(beams);
    this.#adopt(program);
    for (const { terminal } of this.#seats) terminal.clear();
    const names = program.modules.map(({ name }) => name).join(', ');
    byId('about', HTMLElement).textContent =
      `Runs ${names} of ${files.map(({ name }) => name).join(', ')}. The text below is another program.`;
    if (this.#tabs.selected !== 'code') this.#tabs.show('output');
    await this.#start([first], program);
  }

  #showProblems(diagnostics: readonly Diagnostic[]): void {
    this.#editor.showDiagnostics(diagnostics);
    this.#problems.hidden = diagnostics.length === 0;
    this.#problems.replaceChildren(
      ...diagnostics.map(({ severity, line, column, text }) => {
        const button = make('button', '', make('b', '', `${severity === 'error' ? 'Error' : 'Warning'}, line ${line}`), text);
        button.type = 'button';
        button.dataset.severity = severity;
        button.addEventListener('click', () => this.#editor.goTo(line, column));
        return make('li', '', button);
      }),
    );
  }

  #goTo(line: number): void {
    if (!wide.matches) this.#tabs.show('program');
    this.#editor.goTo(line);
  }

  #shown(panel: string): void {
    if (panel === 'code') {
      this.#code.refresh().then(
        () => this.#code.showCursor(this.#editor.line),
        (error: unknown) => this.#fail(error),
      );
    }
  }

  /** Has a pane be shown beside the program where there is room, and one of all where there is none. */
  #fit(): void {
    const program = byId('program', HTMLElement);
    if (wide.matches) {
      program.removeAttribute('role');
      if (this.#tabs.selected === 'program') this.#tabs.show('output');
    } else {
      program.setAttribute('role', 'tabpanel');
      this.#tabs.show('program');
    }
  }

  #enable(isEnabled: boolean): void {
    for (const button of [this.#run, this.#upgrade, this.#measure]) button.disabled = !isEnabled;
  }

  #say(text: string, state: State): void {
    this.#status.textContent = text;
    this.#status.dataset.state = state;
  }

  #fail(error: unknown): void {
    this.#enable(true);
    this.#say(messageOf(error), 'error');
    console.error(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The modules of an archive. */
function archived(bytes: Uint8Array): Uint8Array[] {
  return readAvmFile(bytes)
    .filter(({ isModule }) => isModule)
    .map((entry) => entry.bytes);
}
