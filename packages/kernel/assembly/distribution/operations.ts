// Numbers of the signals between nodes ("Distribution Protocol", protocol messages, in the documentation of `erts`). Those with a
// token are the same signals of processes that are traced in sequence.

export const LINK: u32 = 1;
export const SEND: u32 = 2;
export const EXIT: u32 = 3;
export const UNLINK: u32 = 4;
export const REG_SEND: u32 = 6;
export const GROUP_LEADER: u32 = 7;
export const EXIT2: u32 = 8;
export const SEND_TT: u32 = 12;
export const EXIT_TT: u32 = 13;
export const REG_SEND_TT: u32 = 16;
export const EXIT2_TT: u32 = 18;
export const MONITOR_P: u32 = 19;
export const DEMONITOR_P: u32 = 20;
export const MONITOR_P_EXIT: u32 = 21;
export const SEND_SENDER: u32 = 22;
export const SEND_SENDER_TT: u32 = 23;
export const PAYLOAD_EXIT: u32 = 24;
export const PAYLOAD_EXIT_TT: u32 = 25;
export const PAYLOAD_EXIT2: u32 = 26;
export const PAYLOAD_EXIT2_TT: u32 = 27;
export const PAYLOAD_MONITOR_P_EXIT: u32 = 28;
export const SPAWN_REQUEST: u32 = 29;
export const SPAWN_REQUEST_TT: u32 = 30;
export const SPAWN_REPLY: u32 = 31;
export const SPAWN_REPLY_TT: u32 = 32;
export const ALIAS_SEND: u32 = 33;
export const ALIAS_SEND_TT: u32 = 34;
export const UNLINK_ID: u32 = 35;
export const UNLINK_ID_ACK: u32 = 36;

/** Bits of the flags of `SPAWN_REPLY`: the new process is linked, monitored. */
export const REPLY_LINKED: u32 = 1;
export const REPLY_MONITORED: u32 = 2;
