import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister } from '@beamline/machine-model';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, tuple } from '../terms/plain-terms.js';
import type { TermReader } from '../terms/term-reader.js';

/** A link of a process. */
export interface LinkEnd {
  /** The pid or port at the other end. */
  readonly other: Term;
  readonly isRemote: boolean;
  /** No other link of the process has the same. */
  readonly id: number;
}

/** A monitor that a process has set, or that is on it. */
export interface MonitorEnd {
  /** The pid or port at the other end, or the atom `clock_service`. */
  readonly other: Term;
  readonly isRemote: boolean;
  readonly reference: Term;
  /** The name by which it was set; undefined if it was by a pid or port. */
  readonly name: Term | undefined;
}

/** Where the pids are that processes are found by. */
interface Pids {
  pid(context: number): Term;
}

/** Links and monitors between the processes of a machine, and with those of other nodes. */
export class Relations {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #reader: TermReader;
  readonly #pids: Pids;

  constructor(memory: LinearMemory, kernel: KernelExports, reader: TermReader, pids: Pids) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#reader = reader;
    this.#pids = pids;
  }

  /** Who a process is linked to. */
  links(context: number): Term[] {
    return this.linkEnds(context).map(({ other }) => other);
  }

  /** The links of a process. */
  linkEnds(context: number): LinkEnd[] {
    return this.#halves(context + ContextOffset.links).map((half) => {
      const remote = this.#remote(half);
      return { other: remote ?? this.#otherEnd(half), isRemote: remote !== undefined, id: half };
    });
  }

  /** Whom a process has suspended, and how often. */
  suspensions(context: number): { readonly process: Term; readonly count: number }[] {
    return this.#halves(context + ContextOffset.monitors).flatMap((half) => {
      const suspended = this.#kernel.suspendedProcess(half) >>> 0;
      return suspended === 0 ? [] : [{ process: this.#pids.pid(suspended), count: this.#kernel.suspensionsOf(half) }];
    });
  }

  /** Who monitors a process. */
  monitoredBy(context: number): Term[] {
    return this.#halvesOfMonitors(context + ContextOffset.monitoredBy).map((half) => this.#setter(half) ?? this.#otherEnd(half));
  }

  /** What a process monitors, as `process_info` tells it. */
  monitors(context: number): Term[] {
    return this.#halvesOfMonitors(context + ContextOffset.monitors).map((half) => {
      const { other, isRemote, name } = this.#monitored(half);
      if (isRemote) return tuple(atom('process'), other);
      if (other.kind === 'atom') return tuple(atom('time_offset'), other);
      return tuple(atom(other.kind === 'port' ? 'port' : 'process'), name === undefined ? other : tuple(name, this.#node()));
    });
  }

  /** The monitors that a process has set; what one by a name on another node is on is `{Name, Node}`. */
  monitorsSet(context: number): MonitorEnd[] {
    return this.#halvesOfMonitors(context + ContextOffset.monitors).map((half) => ({
      ...this.#monitored(half),
      reference: this.#reference(half),
    }));
  }

  /** The monitors that are on a process. */
  monitorsOn(context: number): MonitorEnd[] {
    return this.#halvesOfMonitors(context + ContextOffset.monitoredBy).map((half) => {
      const setter = this.#setter(half);
      const reference = this.#reference(half);
      return { other: setter ?? this.#otherEnd(half), isRemote: setter !== undefined, reference, name: this.#name(half) };
    });
  }

  /** What a monitor is on. */
  #monitored(half: number): Omit<MonitorEnd, 'reference'> {
    const remote = this.#remote(half);
    if (remote !== undefined) return { other: remote, isRemote: true, name: undefined };
    const name = this.#name(half);
    if (name !== undefined && this.#kernel.otherProcess(half) === 0) return { other: name, isRemote: false, name: undefined };
    return { other: this.#otherEnd(half), isRemote: false, name };
  }

  #reference(half: number): Term {
    return this.#reader.read(this.#kernel.referenceOfHalf(half));
  }

  #otherEnd(half: number): Term {
    return this.#pids.pid(this.#kernel.otherProcess(half) >>> 0);
  }

  /** The name that a monitor was set by; undefined if there is none. */
  #name(half: number): Term | undefined {
    const name = this.#kernel.monitoredName(half);
    return name === 0 ? undefined : this.#reader.read(name);
  }

  #node(): Term {
    return this.#reader.read(this.#memory.load(MachineRegister.nodeName));
  }

  /** Who on another node has set a monitor; undefined if somebody on this one has. */
  #setter(half: number): Term | undefined {
    const remote = this.#remote(half);
    return remote?.kind === 'tuple' ? remote.elements[0] : remote;
  }

  /** What is at the other end of a half on another node; undefined if that is on this one. */
  #remote(half: number): Term | undefined {
    const word = this.#kernel.remoteOfHalf(half);
    return word === 0 ? undefined : this.#reader.read(word);
  }

  /** Aliases, requests and suspensions are in the same lists; a monitor of the clocks has only a name. */
  #halvesOfMonitors(list: number): number[] {
    return this.#halves(list).filter((half) => this.#kernel.otherProcess(half) !== 0 || this.#kernel.monitoredName(half) !== 0);
  }

  #halves(list: number): number[] {
    const halves: number[] = [];
    for (let half = this.#memory.load(list) >>> 0; half !== 0; half = this.#memory.load(half) >>> 0) halves.push(half);
    return halves;
  }
}
