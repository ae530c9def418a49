import { Opcode } from '@beamline/beam-file';
import { type CallSite, CallSites } from './call-sites.js';
import type { CodeSource } from './code-source.js';
import type { DynamicCall, FunctionFacts, FunctionName } from './facts.js';
import { Libraries } from './libraries.js';
import { ModuleFacts, PROTOCOL_MARK } from './module-facts.js';
import { isNative } from './natives.js';
import { Protocols } from './protocols.js';
import { functionText, type ReachedFunction, type ReachedModule, splitName } from './reached.js';

/** How far calls are followed. */
export interface ReachOptions {
  /** True to follow all functions of each module that is reached, not only those that are called. */
  readonly wholeModules: boolean;
  /** True if OTP's applications are started, so that its own functions take the place of the machine's. */
  readonly hasApplications: boolean;
}

/** The types of values that are no structs, for implementations of Elixir's protocols. */
const BUILT_IN_TYPES: ReadonlySet<string> = new Set(
  ['Any', 'Atom', 'BitString', 'Float', 'Function', 'Integer', 'List', 'Map', 'PID', 'Port', 'Reference', 'Tuple'].map(
    (type) => `Elixir.${type}`,
  ),
);

/** Modules that stack traces name which the machine makes: they tell in words what is wrong with the arguments of its functions. */
const NAMED_BY_MACHINE: readonly string[] = ['erl_erts_errors', 'erl_kernel_errors'];
/** What all such modules of OTP are called. */
const EXPLAINS_ERRORS = /^erl_\w+_errors$/;

/** Elixir's macros are functions of such names, which only the compiler calls. */
const MACRO = 'MACRO-';

/** Follows the calls of a program from its entries. */
export class Reachability {
  readonly modules: Map<string, ReachedModule> = new Map();
  /** Modules that are called and not there, by the function that calls them. */
  readonly missing: Map<string, ReachedFunction> = new Map();
  /** Modules that are left out because only OTP or Elixir would call them, by the function that would. */
  readonly leftOut: Map<string, ReachedFunction> = new Map();
  /** The atoms that may be values, with the function that they come from first: of those that libraries name as other things, only others count. */
  readonly #atoms = new Map<string, ReachedFunction>();
  readonly #facts = new Map<string, Promise<ModuleFacts | undefined>>();
  readonly #pending: ReachedFunction[] = [];
  readonly #sites = new CallSites();
  readonly #protocols = new Protocols();
  /** Modules that wait for their behaviour to be reached. */
  readonly #waiting = new Map<string, ModuleFacts[]>();
  /** Modules whose names are values. */
  readonly #named = new Map<string, ReachedFunction>();
  /** Names that code which is not OTP's or Elixir's has. */
  readonly #ownNames = new Set<string>();
  /** Calls that wait for their module to be named. */
  readonly #onDemand = new Map<string, (readonly [FunctionName, ReachedFunction])[]>();
  readonly #source: CodeSource;
  readonly #names: ReadonlySet<string>;
  readonly #libraries: Libraries;
  readonly #options: ReachOptions;
  /** By module the behaviours that it has, says so or not, and those that these are made of. */
  readonly #behavioursOf = new Map<string, Set<string>>();
  /** By behaviour itself and those that it is made of, as Elixir's are of OTP's. */
  readonly #madeOf = new Map<string, Promise<ReadonlySet<string>>>();
  /** By module what may be names of functions there, and the calls of which the module and the name are computed. */
  readonly #inModule = new Map<string, { readonly atoms: Set<string>; readonly sites: CallSite[] }>();
  /** Who loads modules whose names it computes. */
  #loader: ReachedFunction | undefined;

  private constructor(source: CodeSource, names: ReadonlySet<string>, libraries: Libraries, options: ReachOptions) {
    this.#source = source;
    this.#names = names;
    this.#libraries = libraries;
    this.#options = options;
  }

  static async over(source: CodeSource, options: ReachOptions): Promise<Reachability> {
    return new Reachability(source, await source.modules(), await Libraries.of(source), options);
  }

  /** The facts of a module; undefined if there is none. Rejects with PackError. */
  facts(module: string): Promise<ModuleFacts | undefined> {
    let facts = this.#facts.get(module);
    if (facts === undefined) {
      facts = this.#read(module);
      this.#facts.set(module, facts);
    }
    return facts;
  }

  async #read(module: string): Promise<ModuleFacts | undefined> {
    const bytes = this.#names.has(module) ? await this.#source.read(module) : undefined;
    if (bytes === undefined) return undefined;
    await this.#libraries.learn(module);
    return new ModuleFacts(module, bytes);
  }

  /** Begins with the exported functions of a module that the program names, or with those of a name; false if there are none. */
  async enter(module: string, why: string, name?: string, arity?: number): Promise<boolean> {
    this.#ownNames.add(module);
    return await this.start(module, why, name, arity);
  }

  /** The same for a module that OTP starts. */
  async start(module: string, why: string, name?: string, arity?: number): Promise<boolean> {
    const facts = await this.facts(module);
    if (facts === undefined) return false;
    let found = false;
    // In the order of the code, in which what the compiler adds comes last.
    for (const [key] of [...facts.exports].sort(([, a], [, b]) => a - b)) {
      const [exported, its] = splitName(key);
      if ((name !== undefined && name !== exported) || (arity !== undefined && arity !== its)) continue;
      const index = facts.exported(exported, its);
      if (index === undefined) continue;
      found = true;
      this.#reach(facts, index, undefined, why);
    }
    return found;
  }

  /** Keeps all functions of a module, called or not; false if there is none. */
  async keepWhole(module: string, why: string): Promise<boolean> {
    const facts = await this.facts(module);
    if (facts === undefined) return false;
    this.#ownNames.add(module);
    facts.functions.forEach((_, index) => {
      this.#reach(facts, index, undefined, why);
    });
    return true;
  }

  /** Follows the calls from all that is reached so far to their end. Rejects with PackError for a file that cannot be read. */
  async follow(): Promise<void> {
    for (const name of NAMED_BY_MACHINE) {
      const facts = await this.facts(name);
      if (facts !== undefined) for (const [key, site] of this.#sites.addModule(facts)) this.#reachExport(facts, key, site);
    }
    for (;;) {
      for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) await this.#process(next);
      if (this.#loader === undefined) return;
      // Who loads modules by names that it computes may load any that is named.
      for (const [module, by] of this.#named) await this.#ask(module, by);
      if (this.#pending.length === 0) return;
    }
  }

  #reach(facts: ModuleFacts, index: number, from: ReachedFunction | undefined, how: string): void {
    const module = this.#keep(facts, undefined);
    if (module.functions[index] !== undefined) return;
    const reached = { module: facts, index, from, how };
    module.functions[index] = reached;
    const isFirst = module.first === undefined;
    module.first ??= reached;
    this.#pending.push(reached);
    if (!isFirst) return;
    const { opcodes } = facts.code;
    facts.functions.forEach(({ start, end }, place) => {
      if (this.#options.wholeModules) this.#reach(facts, place, reached, 'is in one module with');
      else if (opcodes.subarray(start, end).includes(Opcode.on_load)) this.#reach(facts, place, reached, 'loads with its module');
    });
  }

  #keep(facts: ModuleFacts, askedBy: ReachedFunction | undefined): ReachedModule {
    let module = this.modules.get(facts.name);
    if (module === undefined) {
      module = { facts, functions: [], first: undefined, askedBy };
      this.modules.set(facts.name, module);
    }
    return module;
  }

  /** Keeps a module that is loaded by name and perhaps never called. */
  async #ask(module: string, by: ReachedFunction): Promise<void> {
    const facts = await this.facts(module);
    if (facts !== undefined && !this.#isLeftOut(module)) this.#keep(facts, by);
  }

  async #process(reached: ReachedFunction): Promise<void> {
    const { module, index } = reached;
    const kept = this.modules.get(module.name);
    if (kept?.first === reached) await this.#begin(module, reached);
    const facts = module.facts(index);
    const isOwn = this.#libraries.application(module.name) === undefined;
    for (const local of facts.locals) if (local >= 0) this.#reach(module, local, reached, 'calls');
    for (const call of facts.calls) await this.#call(call, reached, isOwn);
    for (const call of facts.dynamic) this.#addSite(call, reached);
    this.#addNames(module.name, facts.passed);
    for (const asked of facts.asks) await this.#ask(asked, reached);
    if (facts.asksAny) this.#loader ??= reached;
    for (const [name, after] of facts.pairs)
      if (this.#names.has(name)) for (const second of after) await this.#pair(name, second, reached, isOwn);
    // What a protocol names are its implementations and what they are for, which do not come to be by that.
    if (module.isProtocol && module.functionName(index) === PROTOCOL_MARK) return;
    const implementations = module.isProtocol ? `${module.name}.` : undefined;
    const named = isOwn ? [] : [...facts.atoms].filter((atom) => this.#names.has(atom));
    const behaviours = named.length === 0 ? [] : await this.#behavioursCalledBy(reached);
    for (const atom of named) await this.#mayHave(atom, behaviours);
    for (const atom of facts.atoms)
      if (implementations === undefined || !atom.startsWith(implementations)) await this.#produce(atom, reached, isOwn);
  }

  /** The behaviours that a function calls, by itself or by others of its module. */
  async #behavioursCalledBy({ module, index }: ReachedFunction): Promise<string[]> {
    const behaviours = new Set<string>();
    const seen = new Set([index]);
    for (const each of seen) {
      const { calls, locals } = module.facts(each);
      for (const call of calls) if ((await this.facts(call.module))?.isBehaviour === true) behaviours.add(call.module);
      for (const local of locals) if (local >= 0) seen.add(local);
    }
    return [...behaviours];
  }

  /** A module may have some behaviours: it says so, or a function names it and calls them. */
  async #mayHave(module: string, behaviours: readonly string[]): Promise<void> {
    const known = this.#behavioursOf.get(module) ?? new Set();
    this.#behavioursOf.set(module, known);
    for (const behaviour of behaviours)
      for (const part of await this.#partsOf(behaviour)) {
        if (known.has(part)) continue;
        known.add(part);
        const facts = await this.facts(module);
        if (facts === undefined || !this.#named.has(module)) continue;
        for (const [key, site] of this.#sites.ofBehaviour(part, facts)) this.#reachExport(facts, key, site);
      }
  }

  /** A behaviour and those that it is made of. */
  #partsOf(behaviour: string): Promise<ReadonlySet<string>> {
    let parts = this.#madeOf.get(behaviour);
    if (parts === undefined) {
      parts = this.#findParts(behaviour);
      this.#madeOf.set(behaviour, parts);
    }
    return parts;
  }

  async #findParts(behaviour: string): Promise<ReadonlySet<string>> {
    const parts = new Set([behaviour]);
    // The set grows while it is gone through.
    for (const part of parts) {
      const facts = await this.facts(part);
      if (facts === undefined) continue;
      const names = new Set(facts.functions.flatMap((_, index) => namesIn(facts.facts(index))));
      for (const name of names) if (this.#names.has(name) && (await this.facts(name))?.isBehaviour === true) parts.add(name);
    }
    return parts;
  }

  /** The first function of a module is reached. */
  async #begin(facts: ModuleFacts, reached: ReachedFunction): Promise<void> {
    this.#behaviours(facts, reached);
    for (const waiting of this.#waiting.get(facts.name) ?? []) this.#callbacks(waiting, facts, reached);
    this.#waiting.delete(facts.name);
    if (!facts.isProtocol) return;
    const prefix = `${facts.name}.`;
    for (const name of this.#names) {
      if (!name.startsWith(prefix)) continue;
      const implementation = await this.facts(name);
      if (implementation?.isImplementation !== true) continue;
      const type = `Elixir.${name.slice(prefix.length)}`;
      if (!BUILT_IN_TYPES.has(type) && !this.#atoms.has(type))
        this.#protocols.wait(type, { protocol: facts.name, implementation, reached });
      else await this.#implement(facts.name, implementation, reached);
    }
  }

  /** An implementation of a protocol may be chosen from now on. */
  async #implement(protocol: string, implementation: ModuleFacts, by: ReachedFunction): Promise<void> {
    await this.#produce(implementation.name, by, false);
    for (const site of this.#protocols.implement(protocol, implementation)) this.#match(implementation, site, by);
  }

  /** Of a module of OTP or Elixir the callbacks are reached when its name gets to the behaviour. */
  #behaviours(facts: ModuleFacts, reached: ReachedFunction): void {
    if (this.#libraries.application(facts.name) !== undefined) return;
    for (const behaviour of facts.behaviours) {
      const kept = this.modules.get(behaviour);
      if (kept?.first !== undefined) this.#callbacks(facts, kept.facts, reached);
      else if (this.#names.has(behaviour)) this.#waiting.set(behaviour, [...(this.#waiting.get(behaviour) ?? []), facts]);
    }
  }

  /** A behaviour that is used may call any of the callbacks that a module has. */
  #callbacks(facts: ModuleFacts, behaviour: ModuleFacts, by: ReachedFunction): void {
    for (const callback of behaviour.callbacks) {
      const index = callback.startsWith(MACRO) ? undefined : facts.exported(...splitName(callback));
      if (index !== undefined) this.#reach(facts, index, by, `has the behaviour ${behaviour.name}, whose callback is`);
    }
  }

  /** True for a module that OTP and Elixir would call, but for whose purpose no other code has named one. */
  #isLeftOut(module: string): boolean {
    const demands = this.#options.wholeModules ? undefined : this.#libraries.demandsOf(module);
    return demands !== undefined && !demands.some((name) => this.#ownNames.has(name)) && this.#libraries.application(module) !== undefined;
  }

  async #call(call: FunctionName, by: ReachedFunction, isOwn: boolean): Promise<void> {
    if (isNative(call, this.#options.hasApplications)) {
      if (call.module === 'erlang' && call.name === 'load_nif') this.#keepNativePlaces(by);
      return;
    }
    const facts = await this.facts(call.module);
    if (facts === undefined) {
      if (!this.missing.has(call.module)) this.missing.set(call.module, by);
      return;
    }
    if (isOwn) await this.#nameOwn(call.module);
    else if (this.#isLeftOut(call.module)) {
      this.#onDemand.set(call.module, [...(this.#onDemand.get(call.module) ?? []), [call, by]]);
      if (!this.leftOut.has(call.module)) this.leftOut.set(call.module, by);
      return;
    }
    const index = facts.exported(call.name, call.arity);
    if (index !== undefined) this.#reach(facts, index, by, 'calls');
  }

  /** Code that is not OTP's or Elixir's names a module. */
  async #nameOwn(module: string): Promise<void> {
    if (this.#ownNames.has(module)) return;
    this.#ownNames.add(module);
    for (const [called, calls] of this.#onDemand) {
      if (this.#isLeftOut(called)) continue;
      this.#onDemand.delete(called);
      this.leftOut.delete(called);
      for (const [call, by] of calls) await this.#call(call, by, false);
    }
  }

  /** A library of natives takes the places of these functions, which so must be there. */
  #keepNativePlaces(by: ReachedFunction): void {
    const { module } = by;
    const places = module.functions.flatMap((_, index) => (module.isNativePlace(index) ? [index] : []));
    for (const index of places.length > 0 ? places : module.functions.keys()) this.#reach(module, index, by, 'loads natives for');
  }

  /** Two atoms stand together: they may be module and function of a call that is made later. */
  async #pair(module: string, name: string, by: ReachedFunction, isOwn: boolean): Promise<void> {
    const facts = await this.facts(module);
    if (facts === undefined || (!isOwn && this.#isLeftOut(module))) return;
    for (const key of facts.exports.keys()) {
      const [exported, arity] = splitName(key);
      if (exported !== name || isNative({ module, name, arity }, this.#options.hasApplications)) continue;
      const index = facts.exported(name, arity);
      if (index !== undefined) this.#reach(facts, index, by, 'names');
    }
  }

  #addSite(call: DynamicCall, by: ReachedFunction): void {
    const { module } = by;
    const site: CallSite = { ...call, by, behaviour: module.isBehaviour ? module.name : undefined };
    if (module.isProtocol && call.module === undefined && call.name !== undefined) {
      for (const implementation of this.#protocols.site(module.name, site)) this.#match(implementation, site, by);
      return;
    }
    this.#addTo(site);
    if (call.module !== undefined || call.name !== undefined) return;
    const { atoms, sites } = this.#namesIn(module.name);
    sites.push(site);
    for (const name of atoms) this.#addTo({ ...site, name });
  }

  #addTo(site: CallSite): void {
    for (const [facts, key] of this.#sites.add(site)) this.#reachExport(facts, key, site);
  }

  #namesIn(module: string): { readonly atoms: Set<string>; readonly sites: CallSite[] } {
    let names = this.#inModule.get(module);
    if (names === undefined) {
      names = { atoms: new Set(), sites: [] };
      this.#inModule.set(module, names);
    }
    return names;
  }

  /** A call with a computed name may be of a function whose name another function of the same module passes on. */
  #addNames(module: string, atoms: ReadonlySet<string>): void {
    const known = this.#namesIn(module);
    for (const name of atoms) {
      if (known.atoms.has(name)) continue;
      known.atoms.add(name);
      for (const site of known.sites) this.#addTo({ ...site, name });
    }
  }

  #match(implementation: ModuleFacts, site: CallSite, by: ReachedFunction): void {
    for (const key of implementation.exports.keys()) {
      const [name, arity] = splitName(key);
      if (name === site.name && (site.arity === undefined || site.arity === arity)) this.#reachExport(implementation, key, { ...site, by });
    }
  }

  #reachExport(facts: ModuleFacts, key: string, site: CallSite): void {
    const [name, arity] = splitName(key);
    if (isNative({ module: facts.name, name, arity }, this.#options.hasApplications)) return;
    const index = facts.exported(name, arity);
    const named = this.#named.get(facts.name);
    if (index === undefined || (site.module === undefined && !this.#mayCall(site, facts, named))) return;
    // The chain goes through who names the module: that is what a user can change.
    const { by } = site;
    const how = named === undefined || named === by ? 'may call' : `names the module, of which ${functionText(by)} may call`;
    this.#reach(facts, index, named ?? by, how);
  }

  /**
   * True if a call by a computed name of a module may be one of this module. Code of OTP and Elixir gets the modules of OTP and Elixir that it calls from
   * the same application, or they have the behaviour that it is.
   */
  #mayCall({ by, name, behaviour }: CallSite, facts: ModuleFacts, named: ReachedFunction | undefined): boolean {
    const hasBehaviour = behaviour !== undefined && this.#behavioursOf.get(facts.name)?.has(behaviour) === true;
    // Of computed names only those of callbacks can be told.
    if (name === undefined) return hasBehaviour;
    const application = this.#libraries.application(by.module.name);
    if (application === undefined || this.#libraries.application(facts.name) === undefined || this.#ownNames.has(facts.name)) return true;
    // What explains errors is named by stack traces, from anywhere.
    if (EXPLAINS_ERRORS.test(facts.name)) return true;
    if (behaviour !== undefined) return hasBehaviour;
    return named !== undefined && family(application) === family(this.#libraries.application(named.module.name));
  }

  /** An atom may be a value. */
  async #produce(atom: string, by: ReachedFunction, isOwn: boolean): Promise<void> {
    const isModule = this.#names.has(atom);
    if (isOwn && isModule) await this.#nameOwn(atom);
    // A module that names itself, as for a behaviour, means itself; of other names of applications and processes only those count that others use.
    const isItself = atom === by.module.name;
    if (isModule && !isOwn && !isItself && (this.#libraries.isOtherName(atom) || this.#isLeftOut(atom))) return;
    if (this.#atoms.has(atom) || NAMED_BY_MACHINE.includes(atom)) return;
    this.#atoms.set(atom, by);
    for (const { protocol, implementation, reached } of this.#protocols.release(atom))
      await this.#implement(protocol, implementation, reached);
    if (!isModule) return;
    const facts = await this.facts(atom);
    if (facts === undefined) return;
    await this.#mayHave(atom, facts.behaviours);
    this.#named.set(atom, by);
    if (isOwn) this.#behaviours(facts, by);
    for (const [key, site] of this.#sites.addModule(facts)) this.#reachExport(facts, key, site);
  }
}

/** The runtime system, kernel and stdlib are of one piece. */
function family(application: string | undefined): string | undefined {
  return application === 'erts' || application === 'stdlib' ? 'kernel' : application;
}

/** The modules that a function may mean by what it calls and names. */
function namesIn({ calls, atoms }: FunctionFacts): string[] {
  return [...calls.map(({ module }) => module), ...atoms];
}
