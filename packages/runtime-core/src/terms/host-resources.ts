import type { ReferenceTerm, Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import {
  BinaryBlockOffset,
  ContextOffset,
  MAGIC_REFERENCE_HEADER,
  MagicKind,
  MagicReferenceOffset,
  ProcessFlag,
  RESOURCE_FLAG,
  TermTag,
} from '@beamline/machine-model';
import { LOCAL_NODE } from './identifiers.js';
import type { LinearMemory } from './linear-memory.js';
import { type Resource, ResourceTerm } from './resource-term.js';

/** Numbers of resources fit beside the flag. */
const GREATEST_NUMBER = 2 ** 31 - 1;

/**
 * What a machine has of its host, such as functions in JavaScript and open files: kept while a term refers to it, or while the process that it
 * belongs to lives. In memory each is the block of magic references, which the kernel counts as those of binaries.
 */
export class HostResources {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #byNumber = new Map<number, Resource>();
  readonly #byReference = new Map<string, Resource>();
  /** By the numbers of the processes that they belong to. */
  readonly #owned = new Map<number, Set<Resource>>();
  readonly #owners = new WeakMap<Resource, number>();
  #last = 0;

  constructor(memory: LinearMemory, kernel: KernelExports) {
    this.#memory = memory;
    this.#kernel = kernel;
  }

  /** How many there are. */
  get size(): number {
    return this.#byNumber.size;
  }

  /** True for a resource that terms of another machine refer to: here its reference is one like any other. */
  isForeign(resource: Resource): boolean {
    return resource.home !== undefined && resource.home !== this;
  }

  /** Writes a reference to a resource, which is not foreign, to the heap of the running process; returns its word. */
  write(resource: Resource): number {
    if (resource.block !== 0) return this.#kernel.referToResource(resource.number, resource.block);
    do this.#last = this.#last === GREATEST_NUMBER ? 1 : this.#last + 1;
    while (this.#byNumber.has(this.#last));
    const word = this.#kernel.referToResource(this.#last, 0);
    const at = (word >>> 0) - TermTag.boxed;
    const offsets = [MagicReferenceOffset.low, MagicReferenceOffset.middle, MagicReferenceOffset.high];
    resource.home = this;
    resource.number = this.#last;
    resource.block = this.#memory.load(at + MagicReferenceOffset.block);
    resource.ids = offsets.map((offset) => this.#memory.load(at + offset));
    this.#byNumber.set(resource.number, resource);
    this.#byReference.set(resource.ids.join(), resource);
    return word;
  }

  /** The resource that a reference in memory is to; undefined for any other word. */
  at(word: number): Resource | undefined {
    if ((word & TermTag.primaryMask) !== TermTag.boxed) return undefined;
    const at = (word >>> 0) - TermTag.boxed;
    const isResource =
      this.#memory.load(at) === MAGIC_REFERENCE_HEADER && this.#memory.load(at + MagicReferenceOffset.kind) === MagicKind.resource;
    if (!isResource) return undefined;
    return this.#byNumber.get(
      (this.#memory.load(this.#memory.load(at + MagicReferenceOffset.block) + BinaryBlockOffset.binaries) - RESOURCE_FLAG) >>> 1,
    );
  }

  /** The plain term of a reference in memory; undefined if it is not to a resource. */
  term(word: number): ReferenceTerm | undefined {
    const resource = this.at(word);
    return resource === undefined ? undefined : new ResourceTerm(resource);
  }

  /** The resource of a class that a reference is to, as long as terms refer to it; undefined if there is none. */
  find<T extends object>(reference: Term | undefined, type: abstract new (...args: never[]) => T): T | undefined {
    if (reference instanceof ResourceTerm) return ofClass(reference.resource.value, type);
    if (reference?.kind !== 'reference' || reference.node !== LOCAL_NODE) return undefined;
    return ofClass(this.#byReference.get(reference.ids.join())?.value, type);
  }

  /** Has a resource belong to a process, by its Context and number: it is disposed of when that ends. */
  give(resource: Resource, context: number, number: number): void {
    const flags = this.#memory.load(context + ContextOffset.flags);
    this.#memory.store(context + ContextOffset.flags, flags | ProcessFlag.ownsResources);
    this.#owners.set(resource, number);
    const all = this.#owned.get(number);
    if (all === undefined) this.#owned.set(number, new Set([resource]));
    else all.add(resource);
  }

  /** Has a resource not belong to its process any more. */
  takeBack(resource: Resource): void {
    const owner = this.#owners.get(resource);
    if (owner === undefined) return;
    this.#owners.delete(resource);
    const all = this.#owned.get(owner);
    all?.delete(resource);
    if (all?.size === 0) this.#owned.delete(owner);
  }

  /** The kernel's `released`: no term refers to a resource any more. */
  released(number: number): void {
    const resource = this.#byNumber.get(number);
    if (resource === undefined) return;
    this.#byNumber.delete(number);
    this.#byReference.delete(resource.ids.join());
    resource.block = 0;
    resource.number = 0;
    const owner = this.#owners.get(resource);
    if (owner !== undefined) this.#owned.get(owner)?.delete(resource);
    dispose(resource);
  }

  /** The kernel's `ownerEnded`: a process has ended. */
  ownerEnded(number: number): void {
    const all = this.#owned.get(number);
    this.#owned.delete(number);
    for (const resource of all ?? []) dispose(resource);
  }
}

function ofClass<T extends object>(value: object | undefined, type: abstract new (...args: never[]) => T): T | undefined {
  return value instanceof type ? value : undefined;
}

/** The kernel is in the middle of its work: nothing may be thrown through it. */
function dispose(resource: Resource): void {
  try {
    resource.dispose();
  } catch {
    // Nobody is left who could be told.
  }
}
