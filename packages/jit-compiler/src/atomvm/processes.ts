import { Opcode } from '@beamline/beam-file';
import { free } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import type { Translation } from './translation.js';
import type { Translators } from './translator.js';

/** The flag of a process whose timeout has expired. */
const WAITING_TIMEOUT_EXPIRED = 2;

/** Looks at signals; if another process is to run, returns it. */
function processSignals(t: Translation): void {
  const b = t.backend;
  b.returnIfNotEqualToCtx(free(b.callPrimitive('process_signal_messages', ['ctx', 'jit_state'])));
}

/** Messages and waiting for them. */
export function processTranslators(): Translators {
  return {
    [Opcode.send]: (t) => t.handleErrorUnless(t.backend.callPrimitive('send', ['ctx', 'jit_state'])),
    [Opcode.remove_message]: (t) => {
      t.release(t.backend.callPrimitive('cancel_timeout', ['ctx']));
      processSignals(t);
      t.release(t.backend.callPrimitive('mailbox_remove_message', ['ctx']));
    },
    [Opcode.timeout]: (t) => t.release(t.backend.callPrimitive('timeout', ['ctx'])),
    [Opcode.loop_rec]: (t) => {
      processSignals(t);
      const message = t.backend.callPrimitive('mailbox_peek', ['ctx']);
      t.backend.condJumpToLabel([message, '==', 0], t.number(0));
      t.store(message, t.target(1));
    },
    [Opcode.loop_rec_end]: (t) => {
      processSignals(t);
      t.release(t.backend.callPrimitive('mailbox_next', ['ctx']));
      t.backend.jumpToLabel(t.number(0));
    },
    [Opcode.wait]: (t) => {
      t.backend.setContinuationToLabel(t.number(0));
      t.backend.callPrimitiveLast('schedule_wait_cp', ['ctx', 'jit_state']);
    },
    [Opcode.wait_timeout]: (t) => {
      const b = t.backend;
      const label = t.number(0);
      const rest = b.setContinuationToOffset();
      b.callPrimitiveLast('wait_timeout', ['ctx', 'jit_state', t.give(t.source(1)), label]);
      b.addLabel(rest);
      b.continuationEntryPoint();
      t.repeatLine();
      processSignals(t);
      const expired = b.callPrimitive('context_get_flags', ['ctx', WAITING_TIMEOUT_EXPIRED]);
      b.ifBlock([free(expired), '==', 0], () => b.callPrimitiveLast('wait_timeout_trap_handler', ['ctx', 'jit_state', label]));
    },
    // AtomVM looks through the whole mailbox: markers mean nothing to it.
    [Opcode.recv_marker_bind]: () => undefined,
    [Opcode.recv_marker_clear]: () => undefined,
    [Opcode.recv_marker_use]: () => undefined,
    [Opcode.recv_marker_reserve]: (t) => t.store(TermTag.nil, t.target(0)),
  };
}
