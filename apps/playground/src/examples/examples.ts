import type { Language } from '../machine/language.js';

/** A program to begin with. */
export interface Example {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  /** What is special about it, and what to try. */
  readonly about: string;
  readonly source: string;
  /** The same in JavaScript. */
  readonly script: string | undefined;
  /** How many machines it runs on. */
  readonly machines: number;
  /** The pane that shows most of it. */
  readonly pane: 'output' | 'processes' | 'compare';
}

const sources = import.meta.glob<string>(['./*.erl', './*.ex', './*.js'], { query: '?raw', import: 'default', eager: true });

interface Described {
  readonly file: string;
  readonly title: string;
  readonly about: string;
  readonly machines?: number;
  readonly pane?: Example['pane'];
}

const described: readonly Described[] = [
  {
    file: 'hello.erl',
    title: 'Hello, processes',
    about:
      'Five processes answer in the order in which they are ready. Erlang’s own compiler, in this page, makes BEAM code of this text; Beamline makes WebAssembly of that.',
  },
  {
    file: 'supervisor.erl',
    title: 'A supervisor restarts',
    about:
      'Kill a counter in the list of processes: the supervisor starts it again, with a new pid and from zero. OTP’s own supervisor and gen_server, unmodified.',
    pane: 'processes',
  },
  {
    file: 'animation.erl',
    title: 'Upgrade a running animation',
    about:
      'Run it, change a number or a colour in picture/1, and choose Upgrade: the process goes on in the new code and keeps its state. Nothing starts again.',
  },
  {
    file: 'many.erl',
    title: '100,000 processes',
    about: 'A process is some 2 kB, not a thread. They are made, each answers once, and they stay: look at Processes while they live.',
  },
  {
    file: 'preemption.erl',
    title: 'Endless loops at 60 frames',
    about: 'Three processes loop for ever and never give way. The one that draws still draws each frame: the machine takes turns for them.',
  },
  {
    file: 'chat.erl',
    title: 'A chat of two machines',
    about:
      'Two machines, each in a Worker of its own, are nodes of one cluster by OTP’s own distribution: what you write to one goes to a process of the other with {chat, Node} ! Message.',
    machines: 2,
  },
  {
    file: 'queens.erl',
    title: 'Eight queens, timed',
    about: 'The same algorithm in Erlang and in JavaScript, timed one after the other. Both texts can be changed.',
    pane: 'compare',
  },
  {
    file: 'primes.erl',
    title: 'A sieve of processes',
    about:
      'A process for each prime, each passing on what it does not divide: 239 processes and their messages, beside a plain loop in JavaScript.',
    pane: 'compare',
  },
  {
    file: 'pipeline.ex',
    title: 'Elixir: tasks and streams',
    about: 'Elixir’s own compiler runs in this page, too: pipes, streams, structs, and tasks that run beside each other.',
  },
  {
    file: 'counter.ex',
    title: 'Elixir: a GenServer',
    about: 'A GenServer under a supervisor. Run it, kill the counter under Processes, and see the message of its restart.',
    pane: 'processes',
  },
];

/** The programs, in the order in which they are offered. */
export const examples: readonly Example[] = described.map(({ file, title, about, machines = 1, pane = 'output' }) => ({
  id: file.replace(/\.\w+$/, ''),
  title,
  about,
  machines,
  pane,
  language: file.endsWith('.ex') ? 'elixir' : 'erlang',
  source: sources[`./${file}`] ?? '',
  script: sources[`./${file.replace(/\.\w+$/, '.js')}`],
}));
