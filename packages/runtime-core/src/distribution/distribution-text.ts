import { formatIdentifier } from '@beamline/beam-file';
import { LOCAL_NODE } from '../terms/identifiers.js';
import type { Distribution } from './distribution.js';

/** The nodes that are known, as `erlang:system_info(dist)` and crash dumps have them (`distribution_info` in `erts/emulator/beam/dist.c`). */
export function distributionText(distribution: Distribution): string {
  const head = `=node:'${distribution.name}'\n`;
  if (!distribution.isAlive) return `${head}=no_distribution\n`;
  const number = (node: string): number => distribution.numberOf(node, distribution.creation);
  const connected = distribution.connections.flatMap(({ node, controller, creation, isHidden }) => {
    if (controller?.kind !== 'pid' && controller?.kind !== 'port') return [];
    return [
      `=${isHidden ? 'hidden' : 'visible'}_node:${number(node)}\nName: '${node}'\nController: ${formatIdentifier(controller, 0)}\nCreation: ${creation}\n`,
    ];
  });
  const others = [...distribution.connections.filter(({ state }) => state !== 'up').map(({ node }) => node), LOCAL_NODE];
  return `${head}${connected.join('')}${others.map((node) => `=not_connected:${number(node)}\nName: '${node}'\n`).join('')}`;
}
