import type { Term } from '@beamline/beam-file';
import { ErlangError } from '../processes/erlang-error.js';
import { eachLeaf } from '../terms/leaves.js';
import { atom, binary, boolean, characters, list, textBinary, tuple } from '../terms/plain-terms.js';
import { thrownText } from '../terms/thrown-values.js';
import type { Host } from './host.js';

/** What the server needs of the runtime. */
export interface IoClient {
  /** Calls a function in a process of its own. Fails with ErlangError. */
  call(module: string, name: string, args: readonly Term[]): Promise<Term>;
  /** Sends a message to the process that waits for it. Does not fail. */
  send(to: Term, message: Term): void;
}

const OK = atom('ok');
const EOF = atom('eof');
const REQUEST_ERROR = tuple(atom('error'), atom('request'));

/**
 * The process `user`: serves the requests of Erlang's I/O protocol (OTP's "The Erlang I/O Protocol") on the standard input and
 * output of the host, one after the other.
 */
export class IoServer {
  readonly #host: Host;
  readonly #client: IoClient;
  /** What has been read and nobody has taken yet. */
  #input = '';
  readonly #decoder = new TextDecoder();
  #atEnd = false;
  #binary = false;
  #echo = true;
  #unicode = true;
  #last: Promise<void> = Promise.resolve();

  constructor(host: Host, client: IoClient) {
    this.#host = host;
    this.#client = client;
  }

  /** Handles a message to the process; ignores one that is not a request. In place of a request that is too large there is the atom system_limit. */
  handle(message: Term): void {
    if (message.kind !== 'tuple' || message.elements.length !== 4) return;
    const [tag, from, replyAs, request] = message.elements;
    if (tag?.kind !== 'atom' || tag.name !== 'io_request' || from === undefined || replyAs === undefined || request === undefined) return;
    const serve = async (): Promise<void> => {
      const reply = await this.#serve(request).catch((thrown: unknown) => hostError(thrown));
      this.#client.send(from, tuple(atom('io_reply'), replyAs, reply));
    };
    this.#last = this.#last.then(serve, serve);
  }

  /** Waits until the requests so far have been served. */
  idle(): Promise<void> {
    return this.#last.catch(() => undefined);
  }

  async #serve(request: Term): Promise<Term> {
    if (request.kind === 'atom') {
      if (request.name === 'system_limit') return tuple(atom('error'), request);
      return request.name === 'getopts' ? this.#options() : REQUEST_ERROR;
    }
    if (request.kind !== 'tuple') return REQUEST_ERROR;
    const [name, ...rest] = request.elements;
    if (name?.kind !== 'atom') return REQUEST_ERROR;
    switch (name.name) {
      case 'put_chars':
      case 'put_chars_sync':
        return await this.#putChars(rest);
      case 'get_line':
        return await this.#getLine(rest);
      case 'get_chars':
        return await this.#getChars(rest);
      case 'get_until':
        return await this.#getUntil(rest);
      case 'setopts':
        return this.#setOptions(rest[0]);
      case 'requests':
        return await this.#serveAll(rest[0]);
      case 'get_geometry':
        return tuple(atom('error'), atom('enotsup'));
      default:
        return REQUEST_ERROR;
    }
  }

  /** All of a list of requests, up to one that fails. */
  async #serveAll(requests: Term | undefined): Promise<Term> {
    let reply: Term = OK;
    for (const request of requests?.kind === 'list' ? requests.elements : []) {
      reply = await this.#serve(request);
      if (reply.kind === 'tuple' && reply.elements[0]?.kind === 'atom' && reply.elements[0].name === 'error') return reply;
    }
    return reply;
  }

  /** `[Characters]`, `[Module, Function, Arguments]`, either with an encoding in front. */
  async #putChars(parts: readonly Term[]): Promise<Term> {
    const hasEncoding = parts.length % 2 === 0;
    const encoding = hasEncoding ? parts[0] : atom('latin1');
    const [first, name, args] = hasEncoding ? parts.slice(1) : parts;
    if (first === undefined || encoding?.kind !== 'atom') return REQUEST_ERROR;
    let chars = first;
    if (name !== undefined) {
      const result = await this.#apply(first, name, args);
      if (result === undefined) return tuple(atom('error'), atom('put_chars'));
      chars = result;
    }
    const text = textOf(chars, encoding.name !== 'latin1');
    if (text === undefined) return tuple(atom('error'), tuple(atom('put_chars'), encoding, chars));
    this.#write(text);
    return OK;
  }

  #write(text: string): void {
    if (this.#host.write !== undefined) this.#host.write(text);
    else this.#host.writeLine(text.replace(/\n$/, ''));
  }

  /** Result of a function that a request names; undefined if it fails. */
  async #apply(module: Term, name: Term, args: Term | undefined, before: readonly Term[] = []): Promise<Term | undefined> {
    if (module.kind !== 'atom' || name.kind !== 'atom') return undefined;
    const own = args?.kind === 'list' ? args.elements : [];
    try {
      return await this.#client.call(module.name, name.name, [...before, ...own]);
    } catch (error) {
      if (error instanceof ErlangError) return undefined;
      throw error;
    }
  }

  /** Reads more; false at the end. */
  async #read(): Promise<boolean> {
    if (this.#atEnd) return false;
    const input = await this.#host.readInput?.();
    if (input === undefined) this.#atEnd = true;
    else this.#input += typeof input === 'string' ? input : this.#decoder.decode(input, { stream: true });
    return input !== undefined;
  }

  #prompt(prompt: Term | undefined): void {
    if (prompt === undefined) return;
    const text = prompt.kind === 'atom' ? prompt.name : textOf(prompt, true);
    if (text !== undefined && text !== '') this.#write(text);
  }

  #result(text: string): Term {
    if (!this.#binary) return characters(text);
    return binary(this.#unicode ? new TextEncoder().encode(text) : Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  async #getLine(parts: readonly Term[]): Promise<Term> {
    this.#prompt(parts.at(-1));
    while (!this.#input.includes('\n') && (await this.#read()));
    if (this.#input === '') return EOF;
    const end = this.#input.indexOf('\n');
    const line = end < 0 ? this.#input : this.#input.slice(0, end + 1);
    this.#input = this.#input.slice(line.length);
    return this.#result(line);
  }

  async #getChars(parts: readonly Term[]): Promise<Term> {
    const count = parts.at(-1);
    if (count?.kind !== 'integer') return REQUEST_ERROR;
    this.#prompt(parts.at(-2));
    while ([...this.#input].length < count.value && (await this.#read()));
    if (this.#input === '' && count.value > 0) return EOF;
    const taken = [...this.#input].slice(0, Number(count.value)).join('');
    this.#input = this.#input.slice(taken.length);
    return this.#result(taken);
  }

  /** A function is given what was read until it says that it is done (`io_lib:fread`, `erl_scan:tokens`, …). */
  async #getUntil(parts: readonly Term[]): Promise<Term> {
    const [prompt, module, name, args] = parts.slice(-4);
    if (module === undefined || name === undefined) return REQUEST_ERROR;
    this.#prompt(prompt);
    let continuation: Term = list([]);
    for (;;) {
      if (this.#input === '') await this.#read();
      const end = this.#input.indexOf('\n') + 1;
      const given = end === 0 ? this.#input : this.#input.slice(0, end);
      this.#input = this.#input.slice(given.length);
      const data = given === '' ? EOF : characters(given);
      const result = await this.#apply(module, name, args, [continuation, data]);
      const [tag, value, rest] = result?.kind === 'tuple' ? result.elements : [];
      if (tag?.kind !== 'atom' || value === undefined) return tuple(atom('error'), atom('err_func'));
      if (tag.name === 'more' && data !== EOF) {
        continuation = value;
        continue;
      }
      if (tag.name !== 'done') return tuple(atom('error'), atom('err_func'));
      if (rest !== undefined && rest.kind === 'list') this.#input = (textOf(rest, true) ?? '') + this.#input;
      return value;
    }
  }

  #options(): Term {
    return list([
      tuple(atom('binary'), boolean(this.#binary)),
      tuple(atom('encoding'), atom(this.#unicode ? 'unicode' : 'latin1')),
      tuple(atom('echo'), boolean(this.#echo)),
    ]);
  }

  #setOptions(options: Term | undefined): Term {
    for (const option of options?.kind === 'list' ? options.elements : []) {
      const [key, value] = option.kind === 'tuple' ? option.elements : [option, atom('true')];
      if (key?.kind !== 'atom' || value?.kind !== 'atom') return tuple(atom('error'), atom('enotsup'));
      if (key.name === 'binary') this.#binary = value.name === 'true';
      else if (key.name === 'list') this.#binary = false;
      else if (key.name === 'echo') this.#echo = value.name === 'true';
      else if (key.name === 'encoding') this.#unicode = value.name !== 'latin1';
      else if (key.name !== 'expand_fun' && key.name !== 'line_history') return tuple(atom('error'), atom('enotsup'));
    }
    return OK;
  }
}

/** The reply when the host has thrown something: whoever asked goes on. */
function hostError(thrown: unknown): Term {
  return tuple(atom('error'), tuple(atom('host_error'), textBinary(thrownText(thrown))));
}

/** Bytes that become text at a time. */
const PIECE = 0x8000;

/** Text of characters in a list of lists and binaries; undefined if they are none. */
function textOf(chars: Term, isUnicode: boolean): string | undefined {
  let text = '';
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let isText = true;
  const leaf = (term: Term): void => {
    if (term.kind === 'bitstring' && term.bitSize % 8 === 0) {
      // A character may begin in one binary and end in the next one.
      if (isUnicode) text += decoder.decode(term.bytes, { stream: true });
      else for (let at = 0; at < term.bytes.length; at += PIECE) text += String.fromCharCode(...term.bytes.subarray(at, at + PIECE));
    } else if (term.kind === 'integer' && term.value >= 0 && term.value <= 0x10ffff) {
      text += decoder.decode() + String.fromCodePoint(Number(term.value));
    } else {
      isText = false;
    }
  };
  try {
    eachLeaf(chars, leaf);
    text += decoder.decode();
  } catch {
    return undefined;
  }
  return isText ? text : undefined;
}
