import { ErlangError } from '../processes/erlang-error.js';
import type { SocketNatives } from '../sockets/native/socket-machine.js';
import { pidTerm } from '../terms/identifiers.js';
import { atom } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { BifContext, HostBif, HostBifs } from './bif-context.js';

/** The NIFs of each machine. */
const natives = new WeakMap<BifContext, SocketNatives>();

/** Makes the NIFs of a machine; undefined without a network. */
function nativesOf(context: BifContext): SocketNatives | undefined {
  const known = natives.get(context);
  if (known !== undefined) return known;
  const { host, otpRelease, processes, resources } = context;
  const { network, socketDrivers } = host;
  if (network === undefined || socketDrivers === undefined) return undefined;
  const later = (task: () => void): void => {
    host.schedule(task);
  };
  const made = socketDrivers.natives({
    otpRelease,
    network,
    self: () => pidTerm(processes.number(processes.running())),
    send: (to, message) => {
      if (to.kind !== 'pid' && to.kind !== 'atom') return;
      processes.send(to, message);
      context.wake();
    },
    reference: (value, released) => {
      const resource = new Resource(value, () => {
        // The kernel calls this in the middle of its work: messages cannot be sent there.
        later(() => {
          // A message may have been the only one that referred to it, and a result refers to it again.
          if (resource.block === 0) released();
        });
      });
      return new ResourceTerm(resource);
    },
    find: (reference, type) => resources.find(reference, type),
    later,
    whenEnded: (pid, task) => {
      const process = processes.contextOf(pid);
      if (process === 0) return undefined;
      const resource = new Resource({}, task);
      resources.give(resource, process, processes.number(process));
      return () => {
        resources.takeBack(resource);
      };
    },
  });
  natives.set(context, made);
  return made;
}

/** A NIF that the host brings with its network; without one it fails as in a system that was built without sockets. */
function native(name: string): HostBif {
  return (args, context) => {
    const implementation = nativesOf(context)?.[name];
    if (implementation === undefined) throw new ErlangError('error', atom('notsup'), []);
    return implementation(args);
  };
}

/** The NIFs of `prim_socket` and `prim_net`. */
export const socketBifs: HostBifs = {
  'prim_net:nif_command/1': native('prim_net:nif_command/1'),
  'prim_net:nif_get_adapters_addresses/1': native('prim_net:nif_get_adapters_addresses/1'),
  'prim_net:nif_get_if_entry/1': native('prim_net:nif_get_if_entry/1'),
  'prim_net:nif_get_interface_info/1': native('prim_net:nif_get_interface_info/1'),
  'prim_net:nif_get_ip_address_table/1': native('prim_net:nif_get_ip_address_table/1'),
  'prim_net:nif_getaddrinfo/3': native('prim_net:nif_getaddrinfo/3'),
  'prim_net:nif_gethostname/0': native('prim_net:nif_gethostname/0'),
  'prim_net:nif_getifaddrs/1': native('prim_net:nif_getifaddrs/1'),
  'prim_net:nif_getnameinfo/2': native('prim_net:nif_getnameinfo/2'),
  'prim_net:nif_getservbyname/2': native('prim_net:nif_getservbyname/2'),
  'prim_net:nif_getservbyport/2': native('prim_net:nif_getservbyport/2'),
  'prim_net:nif_if_index2name/1': native('prim_net:nif_if_index2name/1'),
  'prim_net:nif_if_name2index/1': native('prim_net:nif_if_name2index/1'),
  'prim_net:nif_if_names/0': native('prim_net:nif_if_names/0'),
  'prim_net:nif_info/0': native('prim_net:nif_info/0'),
  'prim_socket:nif_accept/2': native('prim_socket:nif_accept/2'),
  'prim_socket:nif_bind/2': native('prim_socket:nif_bind/2'),
  'prim_socket:nif_bind/3': native('prim_socket:nif_bind/3'),
  'prim_socket:nif_cancel/3': native('prim_socket:nif_cancel/3'),
  'prim_socket:nif_close/1': native('prim_socket:nif_close/1'),
  'prim_socket:nif_command/1': native('prim_socket:nif_command/1'),
  'prim_socket:nif_connect/1': native('prim_socket:nif_connect/1'),
  'prim_socket:nif_connect/3': native('prim_socket:nif_connect/3'),
  'prim_socket:nif_finalize_close/1': native('prim_socket:nif_finalize_close/1'),
  'prim_socket:nif_getopt/3': native('prim_socket:nif_getopt/3'),
  'prim_socket:nif_getopt/4': native('prim_socket:nif_getopt/4'),
  'prim_socket:nif_getopt/5': native('prim_socket:nif_getopt/5'),
  'prim_socket:nif_info/0': native('prim_socket:nif_info/0'),
  'prim_socket:nif_info/1': native('prim_socket:nif_info/1'),
  'prim_socket:nif_ioctl/2': native('prim_socket:nif_ioctl/2'),
  'prim_socket:nif_ioctl/3': native('prim_socket:nif_ioctl/3'),
  'prim_socket:nif_ioctl/4': native('prim_socket:nif_ioctl/4'),
  'prim_socket:nif_listen/2': native('prim_socket:nif_listen/2'),
  'prim_socket:nif_open/2': native('prim_socket:nif_open/2'),
  'prim_socket:nif_open/4': native('prim_socket:nif_open/4'),
  'prim_socket:nif_peeloff/2': native('prim_socket:nif_peeloff/2'),
  'prim_socket:nif_peername/1': native('prim_socket:nif_peername/1'),
  'prim_socket:nif_peernames/2': native('prim_socket:nif_peernames/2'),
  'prim_socket:nif_recv/4': native('prim_socket:nif_recv/4'),
  'prim_socket:nif_recvfrom/4': native('prim_socket:nif_recvfrom/4'),
  'prim_socket:nif_recvmmsg/6': native('prim_socket:nif_recvmmsg/6'),
  'prim_socket:nif_recvmsg/5': native('prim_socket:nif_recvmsg/5'),
  'prim_socket:nif_send/4': native('prim_socket:nif_send/4'),
  'prim_socket:nif_sendfile/1': native('prim_socket:nif_sendfile/1'),
  'prim_socket:nif_sendfile/4': native('prim_socket:nif_sendfile/4'),
  'prim_socket:nif_sendfile/5': native('prim_socket:nif_sendfile/5'),
  'prim_socket:nif_sendmmsg/4': native('prim_socket:nif_sendmmsg/4'),
  'prim_socket:nif_sendmsg/5': native('prim_socket:nif_sendmsg/5'),
  'prim_socket:nif_sendto/5': native('prim_socket:nif_sendto/5'),
  'prim_socket:nif_sendv/3': native('prim_socket:nif_sendv/3'),
  'prim_socket:nif_setopt/5': native('prim_socket:nif_setopt/5'),
  'prim_socket:nif_shutdown/2': native('prim_socket:nif_shutdown/2'),
  'prim_socket:nif_sockname/1': native('prim_socket:nif_sockname/1'),
  'prim_socket:nif_socknames/2': native('prim_socket:nif_socknames/2'),
  'prim_socket:nif_supports/0': native('prim_socket:nif_supports/0'),
  'prim_socket:nif_supports/1': native('prim_socket:nif_supports/1'),
};
