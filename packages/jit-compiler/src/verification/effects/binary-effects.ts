import type { Effect, EffectsByName } from '../effects.js';
import { ANY_TERM, Fact, ORIGIN } from '../value-facts.js';

const putsSegment: Effect = (e, _, i) => {
  e.state.requireBitstring();
  e.readAll(i, -1);
};

const takesSegment: Effect = (e, k, i) => {
  e.readAll(i, (e.code.operandStart[i + 1] ?? 0) - 1);
  e.context(k + 1);
  e.state.loseHeap();
};

const looksAtSegment: Effect = (e, k, i) => {
  e.readAll(i, -1);
  e.context(k + 1);
};

const takesPosition: Effect = (e, k) => {
  const own = e.context(k) & ORIGIN;
  e.state.loseHeap();
  e.state.set(k + 1, Fact.set | own);
};

const takesSize: Effect = (e, k) => {
  e.state.value(k + 1);
};

/** Instructions that take bitstrings apart or build them. */
export const binaryEffects: EffectsByName = {
  bs_init_writable: (e) => {
    e.state.requireX(1, true);
    e.state.loseHeap();
    e.state.leaveBitstring();
    e.state.setX(0, ANY_TERM);
  },
  bs_get_tail: takesPosition,
  bs_get_position: takesPosition,
  bs_set_position: (e, k) => {
    e.state.value(k + 1);
    e.context(k);
  },
  bs_put_integer: putsSegment,
  bs_put_float: putsSegment,
  bs_put_binary: putsSegment,
  bs_put_string: putsSegment,
  bs_put_utf8: putsSegment,
  bs_put_utf16: putsSegment,
  bs_put_utf32: putsSegment,
  bs_create_bin: (e, k, i) => {
    e.construction(k, i, true);
  },
  bs_init2: (e, k, i) => {
    e.construction(k, i, false);
  },
  bs_init_bits: (e, k, i) => {
    e.construction(k, i, false);
  },
  bs_append: (e, k, i) => {
    e.construction(k, i, false);
  },
  bs_match: (e, k) => {
    e.context(k + 1);
  },
  bs_get_integer2: takesSegment,
  bs_get_float2: takesSegment,
  bs_get_binary2: takesSegment,
  bs_get_utf8: takesSegment,
  bs_get_utf16: takesSegment,
  bs_get_utf32: takesSegment,
  bs_skip_bits2: looksAtSegment,
  bs_skip_utf8: looksAtSegment,
  bs_skip_utf16: looksAtSegment,
  bs_skip_utf32: looksAtSegment,
  bs_test_tail2: looksAtSegment,
  bs_test_unit: looksAtSegment,
  bs_match_string: looksAtSegment,
  bs_start_match3: (e, k) => {
    e.state.value(k + 1);
    e.state.loseHeap();
  },
  bs_start_match4: (e, k) => {
    e.state.value(k + 2);
    e.state.loseHeap();
  },
  bs_utf8_size: takesSize,
  bs_utf16_size: takesSize,
  bs_add: (e, k) => {
    e.state.value(k + 1);
    e.state.value(k + 2);
    e.state.loseHeap();
  },
  bs_private_append: (e, k) => {
    e.state.value(k + 1);
    e.state.owned(k + 3);
    e.state.loseHeap();
    e.state.leaveBitstring();
  },
};
