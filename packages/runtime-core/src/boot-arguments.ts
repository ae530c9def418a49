import type { OtpInstallation } from './io/host.js';

/** What OTP's `init` gets as arguments: what `erl` puts in front (`erts/etc/common/erlexec.c`), then those of the user. */
export function bootArguments(otp: OtpInstallation, args: readonly string[]): string[] {
  return [
    '-root',
    otp.root,
    '-bindir',
    `${otp.root}/erts-${otp.runtimeVersion}/bin`,
    '-progname',
    'erl',
    '--',
    '-home',
    otp.home ?? otp.root,
    '--',
    // The usual boot script looks for the user's `.erlang`.
    ...(otp.home !== undefined || args.includes('-boot') ? [] : ['-boot', 'no_dot_erlang']),
    ...otp.codePaths.flatMap((folder) => ['-pa', folder]),
    ...args,
  ];
}
