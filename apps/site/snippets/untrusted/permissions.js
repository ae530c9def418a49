import { createRuntime, findInstalledOtp } from '@beamline/runtime-node';

const otp = findInstalledOtp();
if (otp === undefined) throw new Error('Install Erlang/OTP first.');

/** Has the guest read a file, in a machine with these permissions. */
async function read(name, permissions = {}) {
  const runtime = await createRuntime({ otpRoot: otp.root, ...permissions });
  await runtime.load('guest.beam');
  const { elements } = await runtime.call('guest', 'read', [name]);
  const [outcome, what] = elements;
  console.log(`${name}: ${outcome} ${what instanceof Uint8Array ? new TextDecoder().decode(what).trim() : what}`);
}

await read('/etc/hosts'); // nothing is granted: there are no files
await read('/etc/hosts', { readableFolders: ['.'] }); // it is outside
await read('notes.txt', { readableFolders: ['.'] });
