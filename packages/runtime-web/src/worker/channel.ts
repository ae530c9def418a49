import { StoppedError, TermConversionError } from '@beamline/runtime-core';
import { decodeError, encodeError, type WireError } from './wire-errors.js';

/** The end of a connection between a page and a Worker. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

/** What crosses. */
type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly result?: unknown; readonly error?: WireError }
  | { readonly kind: 'tell'; readonly method: string; readonly args: readonly unknown[] };

/** How values that a structured clone cannot take, or would make something else of, become ones that it can, and back. */
export interface Codec {
  encode(value: unknown): unknown;
  decode(value: unknown): unknown;
  /** A number for what a handler has thrown, by which the other side can tell what it was. */
  keepThrown?(thrown: unknown): number | undefined;
  /** An error that was made of what the other side keeps under a number. */
  knowThrown?(error: Error, id: number): void;
}

/** What one side does for the other, by the name of the method. */
export type Handlers = Readonly<Record<string, (args: readonly unknown[], signal: AbortSignal) => unknown>>;

/** A call that was not answered. */
interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls between a page and a Worker, in either direction. What is sent arrives in order. */
export class Channel {
  readonly #port: Port;
  readonly #codec: Codec;
  readonly #handlers: Handlers;
  readonly #pending = new Map<number, Pending>();
  /** Calls of the other side that are under way. */
  readonly #serving = new Map<number, AbortController>();
  #last = 0;
  #closed: Error | undefined;

  constructor(port: Port, codec: Codec, handlers: Handlers) {
    this.#port = port;
    this.#codec = codec;
    this.#handlers = handlers;
    port.onmessage = ({ data }) => this.#receive(data as Message);
  }

  /**
   * Calls a method of the other side. Rejects with what that throws, and once the connection is closed.
   * @param transfer - what of the arguments the other side takes over
   */
  async call(method: string, args: readonly unknown[], signal?: StopSource, transfer: readonly Transferable[] = []): Promise<unknown> {
    if (this.#closed !== undefined) throw this.#closed;
    const id = ++this.#last;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    const abort = (): void => this.#post({ kind: 'abort', id });
    try {
      this.#post({ kind: 'call', id, method, args: this.#encodeAll(args) }, transfer);
      signal?.addEventListener('abort', abort);
      return await answer;
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Tells the other side something, without an answer. Nothing happens once the connection is closed. */
  tell(method: string, ...args: readonly unknown[]): void {
    if (this.#closed === undefined) this.#post({ kind: 'tell', method, args: this.#encodeAll(args) });
  }

  /** Nothing is answered any more. */
  close(error: Error = new StoppedError('the machine was stopped')): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.#port.onmessage = null;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const controller of this.#serving.values()) controller.abort();
  }

  /** How many calls wait for an answer. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  #post(message: Message, transfer: readonly Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  #encodeAll(args: readonly unknown[]): readonly unknown[] {
    try {
      return args.map((arg) => this.#codec.encode(arg));
    } catch (error) {
      if (error instanceof RangeError)
        throw new TermConversionError('the value is nested too deeply to cross to another thread', 'nesting');
      throw error;
    }
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'call':
        this.#serve(message.id, message.method, message.args).catch(() => undefined);
        return;
      case 'abort':
        this.#serving.get(message.id)?.abort();
        return;
      case 'tell':
        this.#handlers[message.method]?.(
          message.args.map((arg) => this.#codec.decode(arg)),
          NEVER,
        );
        return;
      case 'answer': {
        const pending = this.#pending.get(message.id);
        this.#pending.delete(message.id);
        if (message.error !== undefined) pending?.reject(this.#thrown(message.error));
        else pending?.resolve(this.#codec.decode(message.result));
      }
    }
  }

  #thrown(wire: WireError): Error {
    const error = decodeError(wire, (value) => this.#codec.decode(value));
    if (wire.kept !== undefined) this.#codec.knowThrown?.(error, wire.kept);
    return error;
  }

  async #serve(id: number, method: string, args: readonly unknown[]): Promise<void> {
    const controller = new AbortController();
    this.#serving.set(id, controller);
    let answer: Message;
    try {
      const handler = this.#handlers[method];
      if (handler === undefined) throw new TypeError(`there is no method ${method}`);
      const result = await handler(
        args.map((arg) => this.#codec.decode(arg)),
        controller.signal,
      );
      answer = { kind: 'answer', id, result: this.#codec.encode(result) };
    } catch (error) {
      const kept = this.#codec.keepThrown?.(error);
      answer = { kind: 'answer', id, error: { ...encodeError(error, (value) => this.#codec.encode(value)), kept } };
    } finally {
      this.#serving.delete(id);
    }
    if (this.#closed === undefined) this.#post(answer);
  }
}

/** The part of an AbortSignal that calls use. */
interface StopSource {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What is only told cannot be taken back. */
const NEVER = new AbortController().signal;
