import { atom, createRuntime, findInstalledOtp, tuple } from '@beamline/runtime-node';

const otp = findInstalledOtp();
if (otp === undefined) throw new Error('Install Erlang/OTP first.');
const runtime = await createRuntime({ otpRoot: otp.root });
await runtime.load('counter.beam');

await runtime.call('counter', 'start');
const counter = runtime.process('counter'); // by its registered name

console.log(await counter.call(tuple(atom('add'), 2))); // as gen_server:call/2
console.log(await counter.call(tuple(atom('add'), 3)));
await counter.cast(atom('reset')); // as gen_server:cast/2
console.log(await counter.call(tuple(atom('add'), 1)));
