import { createRuntime, findInstalledOtp } from '@beamline/runtime-node';

const otp = findInstalledOtp();
if (otp === undefined) throw new Error('Install Erlang/OTP first.');
const runtime = await createRuntime({ otpRoot: otp.root });

console.log(await runtime.call('lists', 'sort', [[3, 1, 2]]));
console.log(await runtime.call('lists', 'sum', [[3, 1, 2]]));
