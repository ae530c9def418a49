import { decodeExternalTerm, ExternalTermError, readBeamFileWithoutCode, type Term } from '@beamline/beam-file';
import { otpSocketAtoms } from '@beamline/machine-model';
import { bootArguments } from '../boot-arguments.js';
import { FileError } from '../io/file-system.js';
import type { Host, OtpInstallation } from '../io/host.js';
import { preloadedModules } from './preloaded-modules.js';

/**
 * The atoms that a start of OTP makes before it loads a module, in their order: those of the modules that the runtime system has in itself, which
 * here are loaded when they are needed, those of its sockets, and those of the boot script. What is not there is left out: only the order of atoms depends on it.
 */
export async function bootAtoms(host: Host, otp: OtpInstallation, args: readonly string[], otpRelease: number): Promise<string[]> {
  // `erlang:pre_loaded/0` tells the last one first.
  const modules = preloadedModules(otpRelease).reverse();
  const files = await Promise.all(modules.map((module) => host.findModule?.(module)));
  const script = await bootScript(host, otp, args);
  return [
    ...files.flatMap((file) => (file === undefined ? [] : atomsOfModule(file))),
    ...otpSocketAtoms,
    ...(script === undefined ? [] : atomsOf(script)),
  ];
}

/** The atoms that loading a module makes: its own, then those that are only in its literals. */
function atomsOfModule(file: Uint8Array): string[] {
  const { atoms, literals } = readBeamFileWithoutCode(file);
  return [...atoms.slice(1), ...literals.flatMap((literal) => atomsOf(decodeExternalTerm(literal)))];
}

/** The boot script that `init` will run; undefined if there is none. */
async function bootScript(host: Host, otp: OtpInstallation, args: readonly string[]): Promise<Term | undefined> {
  const all = bootArguments(otp, args);
  const flag = all.lastIndexOf('-boot');
  const name = flag < 0 ? 'start' : (all[flag + 1] ?? '');
  const location = name.startsWith('/') ? `${name}.boot` : `${otp.root}/bin/${name}.boot`;
  try {
    const bytes = await host.files?.readFile(new TextEncoder().encode(location));
    return bytes === undefined ? undefined : decodeExternalTerm(bytes);
  } catch (error) {
    if (error instanceof ExternalTermError || error instanceof FileError) return undefined;
    throw error;
  }
}

/** The atoms in a term, as they come. */
function atomsOf(whole: Term): string[] {
  const names: string[] = [];
  const rest: Term[] = [whole];
  for (let term = rest.pop(); term !== undefined; term = rest.pop()) {
    if (term.kind === 'atom') names.push(term.name);
    else if (term.kind === 'tuple') rest.push(...term.elements.toReversed());
    else if (term.kind === 'list') rest.push(term.tail, ...term.elements.toReversed());
    else if (term.kind === 'map') rest.push(...term.pairs.flat().toReversed());
  }
  return names;
}
