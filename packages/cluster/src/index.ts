export { ChannelHub, HubChannels, type MessagePortPair, NoSuchNodeError } from './channel-hub.js';
export { type ChannelMessagePort, MessagePortChannel } from './message-port-channel.js';
export { clusterModules } from './modules.js';
export {
  type ChannelWebSocket,
  GatewayError,
  WebSocketChannels,
  type WebSocketChannelsOptions,
  type WebSocketClass,
} from './web-socket-channels.js';
