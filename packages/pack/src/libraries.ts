import type { CodeSource } from './code-source.js';

/** The applications of OTP and Elixir: their code is known not to call modules by names from just anywhere. */
const APPLICATIONS: ReadonlySet<string> = new Set(
  `asn1 common_test compiler crypto debugger dialyzer diameter edoc eldap erl_docgen erl_interface erts et eunit ftp inets jinterface kernel megaco
  mnesia observer odbc os_mon parsetools public_key reltool runtime_tools sasl snmp ssh ssl stdlib syntax_tools tftp tools wx xmerl
  eex elixir ex_unit iex logger mix`.split(/\s+/),
);

/** Applications whose `registered` names are looked up: those that a machine always starts with. */
const BASIC: readonly string[] = ['kernel', 'stdlib', 'sasl', 'elixir'];

/** Modules that code of OTP and Elixir calls only for programs that name one of some modules. */
interface OnDemand {
  readonly modules: string;
  /** Besides themselves. */
  readonly named: string;
}

/**
 * What needs a network of nodes, a terminal, files, debug information or a compiler. Code of OTP and Elixir calls these in cases that a program must ask
 * for by name, as by `{global, Name}` or a call of `file`: such calls are followed once code that is not OTP's or Elixir's names them.
 */
const ON_DEMAND: readonly OnDemand[] = [
  {
    modules: `global net_kernel net_adm erl_epmd erl_distribution rpc erpc auth dist_util user user_drv group shell kernel inet inet_db inet_config inet_tcp
      gen_tcp gen_udp gen_sctp socket prim_inet prim_socket heart erl_ddll dist_ac`,
    named: '',
  },
  { modules: 'code code_server erl_prim_loader erl_boot_server', named: '' },
  {
    modules: `raw_file_io raw_file_io_compressed raw_file_io_deflate raw_file_io_delayed raw_file_io_inflate raw_file_io_list ram_file file_io_server
      file_server`,
    named: 'file Elixir.File Elixir.File.Stream disk_log dets zip erl_tar',
  },
  { modules: 'erl_eval', named: 'qlc file Elixir.Code' },
  { modules: 'compile erl_compile cover beam_lib erl_lint qlc_pt', named: 'Elixir.Code' },
  {
    modules: `elixir_compiler elixir_erl elixir_erl_compiler elixir_erl_pass elixir_expand elixir_module elixir_parser elixir_tokenizer
      Elixir.Kernel.ParallelCompiler Elixir.Kernel.Typespec`,
    named: 'Elixir.Code Elixir.EEx Elixir.Module',
  },
  { modules: 'Elixir.Code.Formatter Elixir.Code.Normalizer', named: 'Elixir.Code Elixir.Macro Elixir.Inspect.Algebra' },
];

/** By module those of which one must be named. */
const DEMANDS: ReadonlyMap<string, readonly string[]> = new Map(
  ON_DEMAND.flatMap(({ modules, named }) => {
    const others = named.split(/\s+/);
    return modules.split(/\s+/).map((module): [string, readonly string[]] => [module, [module, ...others]]);
  }),
);

/** Knows which modules belong to OTP and Elixir, and what names in their code stand for. */
export class Libraries {
  readonly #source: CodeSource;
  /** Names of applications and of processes: in the code of libraries they do not stand for the modules that are called so. */
  readonly #otherNames: ReadonlySet<string>;
  readonly #applications = new Map<string, string | undefined>();

  private constructor(source: CodeSource, otherNames: ReadonlySet<string>) {
    this.#source = source;
    this.#otherNames = otherNames;
  }

  static async of(source: CodeSource): Promise<Libraries> {
    const names = new Set(APPLICATIONS);
    for (const application of BASIC) for (const name of await registeredNames(source, application)) names.add(name);
    return new Libraries(source, names);
  }

  /** Looks up which application a module is part of, for `application`. */
  async learn(module: string): Promise<void> {
    if (!this.#applications.has(module)) this.#applications.set(module, await this.#source.applicationOf(module));
  }

  /** The application of OTP or Elixir that a module is part of; undefined for all other modules, and for those that are not learnt. */
  application(module: string): string | undefined {
    const application = this.#applications.get(module);
    return application !== undefined && APPLICATIONS.has(application) ? application : undefined;
  }

  /** True for a name that in the code of libraries stands for an application or a process. */
  isOtherName(name: string): boolean {
    return this.#otherNames.has(name);
  }

  /** The modules of which one must be named for the code of libraries to call a module; undefined if it does so in any case. */
  demandsOf(module: string): readonly string[] | undefined {
    return DEMANDS.get(module);
  }
}

async function registeredNames(source: CodeSource, application: string): Promise<string[]> {
  const term = await source.application(application);
  const [, , keys] = term?.kind === 'tuple' ? term.elements : [];
  for (const pair of keys?.kind === 'list' ? keys.elements : []) {
    const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
    if (key?.kind === 'atom' && key.name === 'registered' && value?.kind === 'list')
      return value.elements.flatMap((name) => (name.kind === 'atom' ? [name.name] : []));
  }
  return [];
}
