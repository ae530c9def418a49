import type { Term } from '@beamline/beam-file';
import { ErlangError, terms } from '@beamline/runtime-core';
import { checkProperty, checkReachable } from '../values/grants.js';
import { isError } from '../values/is-error.js';
import type { References } from '../values/references.js';
import { badarg, notGranted } from '../values/refusal.js';
import { type ResultForm, ToErlang } from '../values/to-erlang.js';
import { ToJavaScript } from '../values/to-javascript.js';
import { ErlangFunctions } from './functions.js';
import { listenOptions } from './listen-options.js';
import { EventQueue, Frame, Listener } from './listener.js';
import type { Caller, MachineAccess } from './machine-access.js';

/** An operation: a function of the module `js`, by its name and arity. */
type Operation = (args: readonly Term[], caller: Caller) => Term;

/** The operations: the functions of the module `js` that are natives. */
export const operationNames = [
  'global/1',
  'get/3',
  'set/3',
  'delete/2',
  'has/2',
  'keys/1',
  'call/4',
  'apply/3',
  'new/2',
  'typeof/1',
  'instance_of/2',
  'is_reference/1',
  'reference/1',
  'value/1',
  'iterate/1',
  'stack/1',
  'await_nif/4',
  'function_nif/2',
  'sender/2',
  'listen_nif/4',
  'unlisten_nif/1',
  'more/2',
  'dropped/1',
  'request_animation_frame/0',
  'cancel_animation_frame/1',
] as const;

/** One of them. */
export type OperationName = (typeof operationNames)[number];

/** Part of what is an event target, in browsers and Node, or an emitter of Node's. */
interface EventSource {
  addEventListener?(type: string, listener: (event: unknown) => void, options: object): void;
  removeEventListener?(type: string, listener: (event: unknown) => void, options: object): void;
  on?(type: string, listener: (...args: unknown[]) => void): void;
  off?(type: string, listener: (...args: unknown[]) => void): void;
}

const OK = terms.atom('ok');

/** What the functions of the module `js` do, where the values are that they work on. */
export class JavaScriptOperations {
  readonly #references: References;
  readonly #machine: MachineAccess;
  readonly #globals: ReadonlyMap<string, unknown>;
  readonly #toErlang: ToErlang;
  readonly #toJavaScript: ToJavaScript;
  readonly #functions: ErlangFunctions;
  readonly #table: Readonly<Record<OperationName, Operation>>;

  /** @param globals - what is granted; only own properties count */
  constructor(references: References, machine: MachineAccess, globals: Readonly<Record<string, unknown>>) {
    const funs = new WeakMap<object, Term>();
    this.#references = references;
    this.#machine = machine;
    this.#globals = new Map(Object.entries(globals));
    this.#toErlang = new ToErlang(references, funs);
    this.#toJavaScript = new ToJavaScript(references, (fun, arity) => this.#functions.make(fun, arity, 'arguments'));
    this.#functions = new ErlangFunctions(machine, this.#toErlang, (term) => this.#toJavaScript.value(term), funs);
    this.#table = this.#operations();
  }

  /** Does an operation. Throws ErlangError: what JavaScript throws is `{js_error, Reference, Name, Message}`. */
  run(name: OperationName, args: readonly Term[], caller: Caller): Term {
    try {
      return this.#table[name](args, caller);
    } catch (thrown) {
      if (isError(thrown) && thrown instanceof ErlangError) throw thrown;
      throw new ErlangError('error', this.#thrownTerm(thrown), []);
    }
  }

  #thrownTerm(thrown: unknown): Term {
    const [name, message] = described(thrown);
    return terms.tuple(terms.atom('js_error'), this.#references.referToThrown(thrown), terms.textBinary(name), terms.textBinary(message));
  }

  #operations(): Readonly<Record<OperationName, Operation>> {
    const value = (term: Term | undefined): unknown => this.#toJavaScript.value(term ?? badarg());
    const term = (result: unknown, form: Term | undefined): Term => this.#toErlang.term(result, formOf(form));
    return {
      'global/1': ([name]) => this.#global(this.#toJavaScript.key(name ?? badarg())),
      'get/3': ([target, key, form]) => term(this.#walk(value(target), this.#path(key)), form),
      'set/3': ([target, key, given]) => {
        const [holder, name] = this.#place(value(target), key);
        if (!Reflect.set(objectOf(holder), name, value(given))) throw new TypeError(`cannot set the property ${name}`);
        return OK;
      },
      'delete/2': ([target, key]) => {
        const [holder, name] = this.#place(value(target), key);
        return terms.boolean(Reflect.deleteProperty(objectOf(holder), name));
      },
      'has/2': ([target, key]) => {
        const [holder, name] = this.#place(value(target), key);
        return terms.boolean(name in objectOf(holder));
      },
      'keys/1': ([target]) => terms.list(Object.keys(objectOf(value(target))).map(terms.textBinary)),
      'call/4': ([target, method, args, form]) => {
        const [holder, name] = this.#place(value(target), method);
        const found = this.#walk(holder, [name]);
        if (typeof found !== 'function') throw new TypeError(`${name} is not a function`);
        return term(Reflect.apply(found, holder, this.#arguments(args)), form);
      },
      'apply/3': ([target, args, form]) => {
        const found = value(target);
        if (typeof found !== 'function') throw new TypeError('it is not a function');
        return term(Reflect.apply(found, undefined, this.#arguments(args)), form);
      },
      'new/2': ([target, args]) => {
        const found = value(target);
        if (typeof found !== 'function') throw new TypeError('it is not a class');
        return this.#toErlang.term(Reflect.construct(found, this.#arguments(args)), 'reference');
      },
      'typeof/1': ([target]) => {
        const found = value(target);
        return terms.atom(found === null ? 'null' : typeof found);
      },
      'instance_of/2': ([target, type]) => {
        const found = value(type);
        if (typeof found !== 'function') throw new TypeError('it is not a class');
        return terms.boolean(value(target) instanceof found);
      },
      'is_reference/1': ([target]) => terms.boolean(target !== undefined && this.#references.find(target) !== undefined),
      'reference/1': ([target]) => this.#toErlang.term(value(target), 'reference'),
      'value/1': ([target]) => this.#toErlang.contents(value(target)),
      'iterate/1': ([target]) => this.#toErlang.term([...(value(target) as Iterable<unknown>)]),
      'stack/1': ([error]) => {
        const found = value(error);
        return isError(found) && found.stack !== undefined ? terms.textBinary(found.stack) : terms.atom('undefined');
      },
      'await_nif/4': ([promise, to, tag, form]) => this.#await(value(promise), to ?? badarg(), tag ?? badarg(), formOf(form)),
      'function_nif/2': ([fun, form]) => this.#function(fun ?? badarg(), form),
      'sender/2': ([to, tag]) => this.#references.referTo(this.#functions.sender(to ?? badarg(), tag ?? badarg())),
      'listen_nif/4': ([target, type, options, to], caller) => this.#listen(value(target), type, options, to ?? badarg(), caller),
      'unlisten_nif/1': ([listener]) => {
        this.#find(listener, Listener).stop();
        return OK;
      },
      'more/2': ([listener, count]) => {
        if (count?.kind !== 'integer' || typeof count.value !== 'number' || count.value < 1) return badarg();
        this.#find(listener, Listener).queue.more(count.value);
        return OK;
      },
      'dropped/1': ([listener]) => terms.integer(this.#find(listener, Listener).queue.dropped),
      'request_animation_frame/0': (_, caller) => this.#requestFrame(caller),
      'cancel_animation_frame/1': ([frame]) => {
        const cancel = this.#granted('cancelAnimationFrame');
        if (typeof cancel !== 'function') throw new TypeError('cancelAnimationFrame is not a function');
        Reflect.apply(cancel, undefined, [this.#find(frame, Frame).id]);
        return OK;
      },
    };
  }

  #granted(name: string): unknown {
    return this.#globals.has(name) ? this.#globals.get(name) : notGranted(name);
  }

  #global(name: string): Term {
    return this.#toErlang.term(this.#granted(name), 'reference');
  }

  #arguments(args: Term | undefined): unknown[] {
    if (args?.kind === 'nil') return [];
    if (args?.kind !== 'list' || args.tail.kind !== 'nil') return badarg();
    return args.elements.map((each) => this.#toJavaScript.value(each));
  }

  /** The names on the way to a property. */
  #path(key: Term | undefined): string[] {
    if (key?.kind === 'list' && key.tail.kind === 'nil') return key.elements.map((each) => this.#toJavaScript.key(each));
    return [this.#toJavaScript.key(key ?? badarg())];
  }

  /** Follows properties. Throws TypeError as JavaScript does, for those of undefined and null. */
  #walk(from: unknown, path: readonly string[]): unknown {
    let at = from;
    for (const name of path) {
      checkProperty(name);
      if (at === undefined || at === null) throw new TypeError(`cannot read the property ${name} of ${String(at)}`);
      at = (at as Readonly<Record<string, unknown>>)[name];
      checkReachable(at);
    }
    return at;
  }

  /** The object that has the last property on a way, and the name of that. */
  #place(from: unknown, key: Term | undefined): [unknown, string] {
    const path = this.#path(key);
    const name = path.pop();
    if (name === undefined) return badarg();
    checkProperty(name);
    return [this.#walk(from, path), name];
  }

  #find<T extends object>(term: Term | undefined, type: abstract new (...args: never[]) => T): T {
    const found = term === undefined ? undefined : this.#references.find(term)?.value;
    return found instanceof type ? found : badarg();
  }

  #await(promise: unknown, to: Term, tag: Term, form: ResultForm): Term {
    const answer = (what: string, result: () => Term): void => {
      let message: Term;
      try {
        message = terms.tuple(tag, terms.atom(what), result());
      } catch (thrown) {
        message = terms.tuple(
          tag,
          terms.atom('error'),
          isError(thrown) && thrown instanceof ErlangError ? thrown.reasonTerm : this.#thrownTerm(thrown),
        );
      }
      this.#machine.send(to, message);
    };
    Promise.resolve(promise).then(
      (value: unknown) => answer('ok', () => this.#toErlang.term(value, form)),
      (thrown: unknown) => answer('error', () => this.#thrownTerm(thrown)),
    );
    return OK;
  }

  #function(fun: Term, form: Term | undefined): Term {
    if ((fun.kind !== 'fun' && fun.kind !== 'export') || form?.kind !== 'atom') return badarg();
    return this.#references.referTo(this.#functions.make(fun, fun.arity, form.name === 'list' ? 'list' : 'arguments'));
  }

  #listen(target: unknown, type: Term | undefined, options: Term | undefined, to: Term, caller: Caller): Term {
    const source = objectOf(target) as EventSource;
    const name = this.#toJavaScript.key(type ?? badarg());
    const { capture, delivery, once, passive, preventDefault, properties, stopPropagation } = listenOptions(options);
    const paths = properties?.map((key) => ({ key, path: this.#path(key) }));
    const settings = passive === undefined ? { capture } : { capture, passive };
    const queue = new EventQueue(delivery, (event) => {
      this.#machine.send(to, terms.tuple(terms.atom('js_event'), this.#references.referTo(listener), event));
    });
    const handle = (event: unknown): void => {
      if (once) listener.stop();
      if (preventDefault) (event as Partial<Event>).preventDefault?.();
      if (stopPropagation) (event as Partial<Event>).stopPropagation?.();
      queue.push(
        paths === undefined
          ? this.#toErlang.term(event, 'reference')
          : { kind: 'map', pairs: paths.map(({ key, path }) => [key, this.#toErlang.term(this.#walk(event, path))]) },
      );
    };
    const handleAll = (...args: unknown[]): void => handle(args.length === 1 ? args[0] : args);
    let forget = (): void => undefined;
    const listener = new Listener(queue, () => {
      forget();
      if (source.removeEventListener === undefined) source.off?.(name, handleAll);
      else source.removeEventListener(name, handle, settings);
    });
    if (source.addEventListener !== undefined) source.addEventListener(name, handle, settings);
    else if (source.on !== undefined) source.on(name, handleAll);
    else throw new TypeError('it has no events');
    forget = caller.whenEnded(listener.stop);
    return this.#references.referTo(listener);
  }

  #requestFrame({ self, whenEnded }: Caller): Term {
    const request = this.#granted('requestAnimationFrame');
    if (typeof request !== 'function') throw new TypeError('requestAnimationFrame is not a function');
    const frame = new Frame();
    const drawn = (time: unknown): void => {
      forget();
      this.#machine.send(self, terms.tuple(terms.atom('js_frame'), this.#references.referTo(frame), this.#toErlang.term(time)));
    };
    const forget = whenEnded(() => {
      const cancel = this.#globals.get('cancelAnimationFrame');
      if (typeof cancel === 'function') Reflect.apply(cancel, undefined, [frame.id]);
    });
    frame.id = Reflect.apply(request, undefined, [drawn]);
    return this.#references.referTo(frame);
  }
}

/** Part of an event. */
interface Event {
  preventDefault(): void;
  stopPropagation(): void;
}

function formOf(form: Term | undefined): ResultForm {
  if (form?.kind !== 'atom') return badarg();
  return form.name === 'value' || form.name === 'reference' ? form.name : badarg();
}

function objectOf(value: unknown): object {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return value;
  throw new TypeError('it is not an object');
}

/** Name and message of what was thrown, which may be anything. */
function described(thrown: unknown): [string, string] {
  try {
    if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown))
      return [String(thrown.name), String(thrown.message)];
    return [typeof thrown, String(thrown)];
  } catch {
    return ['unknown', 'something was thrown that cannot be shown'];
  }
}
