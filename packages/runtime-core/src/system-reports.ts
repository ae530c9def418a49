import { formatAtom, formatTerm, type Term } from '@beamline/beam-file';
import type { Host } from './io/host.js';
import type { Crash } from './machine-events.js';
import type { Processes } from './processes/processes.js';
import { SystemLimitError } from './system-limit-error.js';
import { LOCAL_NODE, pidTerm } from './terms/identifiers.js';
import { atom, characters, integer, list, tuple } from './terms/plain-terms.js';
import { shownTerm } from './terms/shown-term.js';

/** What a report is. */
interface ReportOptions {
  readonly level?: 'error' | 'warning';
  /** The process that it is about, and its group leader. */
  readonly about?: { readonly pid: Term; readonly leader: Term };
}

/**
 * What the runtime system itself reports, as OTP's does: by messages to the system's logger if there is one (`send_error_term_to_logger` in
 * `erts/emulator/beam/utils.c`); without one the host gets it as text.
 */
export class SystemReports {
  readonly #host: Host;
  readonly #processes: Processes;

  constructor(host: Host, processes: Processes) {
    this.#host = host;
    this.#processes = processes;
  }

  /** A process has ended by an error that it did not catch. */
  crashed({ pid, reason, leader, node }: Crash): void {
    const isAlive = node !== LOCAL_NODE;
    const text = `Error in process ${formatTerm(pid)}${isAlive ? ` on node ${formatAtom(node)}` : ''} with exit value:\n${shownTerm(reason)}`;
    const format = `Error in process ~p ${isAlive ? 'on node ~p ' : ''}with exit value:~n~p~n`;
    this.#log(format, isAlive ? [pid, atom(node), reason] : [pid, reason], text, { about: { pid, leader } });
  }

  /** A text for the system's logger. */
  log(text: string, level: 'error' | 'warning'): void {
    this.#log('~ts~n', [characters(text)], text, { level });
  }

  /** A text for the error output. */
  write(text: string): void {
    if (this.#host.writeError !== undefined) this.#host.writeError(text);
    else this.#host.writeLine(text);
  }

  #log(format: string, args: readonly Term[], text: string, { about, level = 'error' }: ReportOptions): void {
    const processes = this.#processes;
    const logger = processes.systemLogger;
    if (logger.kind === 'atom' && processes.named(logger.name) === 0) {
      this.write(text);
      return;
    }
    const metadata: Term = {
      kind: 'map',
      pairs: [
        ...(about === undefined ? [] : [[atom('pid'), about.pid] as const]),
        [atom('gl'), about?.leader ?? pidTerm(processes.groupLeader)],
        [atom('time'), integer(Math.round(this.#host.systemTime() * 1000))],
        [
          atom('error_logger'),
          {
            kind: 'map',
            pairs: [
              [atom('tag'), atom(level === 'error' ? 'error' : 'warning_msg')],
              [atom('emulator'), atom('true')],
            ],
          },
        ],
      ],
    };
    try {
      processes.send(logger, tuple(atom('log'), atom(level), characters(format), list(args), metadata));
    } catch (error) {
      if (!(error instanceof SystemLimitError)) throw error;
      this.write(text);
    }
  }
}
