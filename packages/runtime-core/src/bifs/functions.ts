import { formatTerm } from '@beamline/beam-file';
import { displayedBytes, displayedTerm } from '../terms/displayed-term.js';
import { atom, boolean, characters, list, NIL, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, integerBetween, smallInteger, textOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';
import { isOtpBif } from './otp-bifs.js';

/** Libraries that are part of OTP's runtime system: their functions are BIFs here, as far as they are there. */
const BUILT_IN_LIBRARIES: ReadonlySet<string> = new Set([
  'erl_tracer',
  'prim_buffer',
  'prim_file',
  'prim_net',
  'prim_socket',
  'prim_tty',
  'zlib',
]);

/** What `module_info/0` tells. */
const MODULE_INFO = ['module', 'exports', 'attributes', 'compile', 'md5'] as const;

/** Functions as data, and what concerns the machine. */
export const functionBifs: HostBifs = {
  'erlang:function_exported/3': ([module, name, arity], context) =>
    boolean(context.isExported(atomOf(module), atomOf(name), smallInteger(arity))),
  'erlang:get_module_info/1': ([module], context) =>
    list(MODULE_INFO.map((item) => tuple(atom(item), context.moduleInfo(atomOf(module), item) ?? badarg()))),
  'erlang:get_module_info/2': ([module, item], context) => context.moduleInfo(atomOf(module), atomOf(item)) ?? badarg(),
  'erlang:module_loaded/1': ([module], context) => boolean(context.isLoaded(atomOf(module))),
  'erlang:loaded/0': (_, context) => list(context.loadedModules().map(atom)),
  'erlang:load_nif/2': ([path, info], { loadNifs }) => {
    // The functions of these libraries are BIFs here.
    if (BUILT_IN_LIBRARIES.has(textOf(path).split('/').at(-1) ?? '')) return atom('ok');
    return loadNifs(info ?? NIL);
  },
  'erlang:is_builtin/3': ([module, name, arity], { otpRelease }) =>
    boolean(isOtpBif(atomOf(module), atomOf(name), smallInteger(arity), otpRelease)),
  'erlang:make_fun/3': ([module, name, arity]) => ({
    kind: 'export',
    module: atomOf(module),
    function: atomOf(name),
    arity: integerBetween(arity, 0, 255),
  }),
  'io:printable_range/0': (_, { unicodePrintable }) => atom(unicodePrintable ? 'unicode' : 'latin1'),
  'file:native_name_encoding/0': (_, { fileNames }) => atom(fileNames.encoding),
  'net_kernel:dflag_unicode_io/1': ([pid]) => (pid?.kind === 'pid' ? atom('true') : badarg()),
  'error_logger:warning_map/0': () => atom('warning'),
  'erlang:display/1': ([term], { distribution, host, hasOtp, standardOutput }) => {
    const shown = term ?? NIL;
    const numberOf = (node: string, creation: number): number => distribution.numberOf(node, creation);
    // With OTP as it writes it; a host that takes lines gets a line.
    if (hasOtp() && host.writeBytes !== undefined) standardOutput(1).write(displayedBytes(`${displayedTerm(shown, true, numberOf)}\r\n`));
    else if (hasOtp() && host.write !== undefined) host.write(`${displayedTerm(shown, false, numberOf)}\r\n`);
    else host.writeLine(displayedTerm(shown, false, numberOf));
    return atom('true');
  },
  'erlang:fun_to_list/1': ([fun]) => (fun?.kind === 'fun' || fun?.kind === 'export' ? characters(formatTerm(fun)) : badarg()),
};
