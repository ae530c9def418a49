import { startGateway } from '../gateway/start-gateway.js';
import { kept } from './kept.js';

/** Options of `beamline gateway`. */
export interface GatewayCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly node: readonly string[];
  readonly origin?: readonly string[];
}

/** Leads pages to nodes of OTP until the process is told to end. */
export async function gatewayCommand({ port, host, node, origin }: GatewayCommandOptions): Promise<void> {
  const gateway = await startGateway({ port, host, nodes: node, ...(origin === undefined ? {} : { origins: origin }) });
  process.stdout.write(`ws://${host}:${gateway.port}/\n`);
  await kept(
    () =>
      new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
      }),
  );
  await gateway.stop();
}
