/** How an operand of an instruction is stored; see OperandKind for what follows each. */
export const OperandClass = {
  /** A bare number: arities, sizes, live counts, indexes. */
  untagged: 'u',
  /** An index in the import table, as a bare number. */
  import: 'e',
  /** A label; 0 when there is none. */
  label: 'f',
  /** An atom. */
  atom: 'a',
  /** Anything that holds a term: X or Y register, integer, atom, nil, character, literal. */
  source: 's',
  /** An X or Y register. */
  register: 'd',
  /** A Y register. */
  yRegister: 'y',
  /** A floating point register. */
  floatRegister: 'r',
  /** A source or a floating point register. */
  sourceOrFloat: 'q',
  /** An X, Y or floating point register. */
  registerOrFloat: 'p',
  /** Words of heap, or a list of what is allocated. */
  heapNeed: 'h',
  /** A list. */
  list: 'l',
  /** Any of them. */
  any: '*',
} as const;

/** How an operand of an instruction is stored. */
export type OperandClass = (typeof OperandClass)[keyof typeof OperandClass];

/** What is known about a generic instruction. */
export interface OpcodeInfo {
  /** 1..191 */
  readonly opcode: number;
  /** OTP's name. */
  readonly name: string;
  /** Number of operands; a list counts as one. */
  readonly arity: number;
  /** The release that has it first: `R5` (or earlier) … `R17`, then `20`, `21` … */
  readonly since: string;
  /** True when the emulators of OTP 25..29 or of 27..29 do not load it and `erlc` does not emit it. */
  readonly obsolete: boolean;
  /** Names of the operands, after the descriptions in `genop.tab`. */
  readonly operandNames: readonly string[];
  /** How each operand is stored. */
  readonly operandClasses: readonly OperandClass[];
}

function row(opcode: number, name: string, since: string, operands: string, obsolete = false): OpcodeInfo {
  const parts = operands === '' ? [] : operands.split(' ');
  return {
    opcode,
    name,
    arity: parts.length,
    since,
    obsolete,
    operandNames: parts.map((part) => part.slice(0, -2)),
    operandClasses: parts.map((part) => part.slice(-1) as OperandClass),
  };
}

/**
 * Every generic instruction of OTP 25..29. Numbers, names, arities and the obsolete ones are from
 * `lib/compiler/src/genop.tab`; each operand is written `name:class`.
 */
export const OPCODES: readonly OpcodeInfo[] = [
  row(1, 'label', 'R5', 'label:u'),
  row(2, 'func_info', 'R5', 'module:a function:a arity:u'),
  row(3, 'int_code_end', 'R5', ''),
  row(4, 'call', 'R5', 'arity:u label:f'),
  row(5, 'call_last', 'R5', 'arity:u label:f deallocate:u'),
  row(6, 'call_only', 'R5', 'arity:u label:f'),
  row(7, 'call_ext', 'R5', 'arity:u function:e'),
  row(8, 'call_ext_last', 'R5', 'arity:u function:e deallocate:u'),
  row(9, 'bif0', 'R5', 'bif:e dst:d'),
  row(10, 'bif1', 'R5', 'fail:f bif:e arg:s dst:d'),
  row(11, 'bif2', 'R5', 'fail:f bif:e arg1:s arg2:s dst:d'),
  row(12, 'allocate', 'R5', 'stackNeed:u live:u'),
  row(13, 'allocate_heap', 'R5', 'stackNeed:u heapNeed:h live:u'),
  row(14, 'allocate_zero', 'R5', 'stackNeed:u live:u', true),
  row(15, 'allocate_heap_zero', 'R5', 'stackNeed:u heapNeed:h live:u', true),
  row(16, 'test_heap', 'R5', 'heapNeed:h live:u'),
  row(17, 'init', 'R5', 'dst:d', true),
  row(18, 'deallocate', 'R5', 'size:u'),
  row(19, 'return', 'R5', ''),
  row(20, 'send', 'R5', ''),
  row(21, 'remove_message', 'R5', ''),
  row(22, 'timeout', 'R5', ''),
  row(23, 'loop_rec', 'R5', 'label:f dst:d'),
  row(24, 'loop_rec_end', 'R5', 'label:f'),
  row(25, 'wait', 'R5', 'label:f'),
  row(26, 'wait_timeout', 'R5', 'label:f time:s'),
  row(27, 'm_plus', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(28, 'm_minus', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(29, 'm_times', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(30, 'm_div', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(31, 'int_div', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(32, 'int_rem', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(33, 'int_band', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(34, 'int_bor', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(35, 'int_bxor', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(36, 'int_bsl', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(37, 'int_bsr', 'R5', 'fail:f arg1:s arg2:s dst:d', true),
  row(38, 'int_bnot', 'R5', 'fail:f arg:s dst:d', true),
  row(39, 'is_lt', 'R5', 'fail:f arg1:s arg2:s'),
  row(40, 'is_ge', 'R5', 'fail:f arg1:s arg2:s'),
  row(41, 'is_eq', 'R5', 'fail:f arg1:s arg2:s'),
  row(42, 'is_ne', 'R5', 'fail:f arg1:s arg2:s'),
  row(43, 'is_eq_exact', 'R5', 'fail:f arg1:s arg2:s'),
  row(44, 'is_ne_exact', 'R5', 'fail:f arg1:s arg2:s'),
  row(45, 'is_integer', 'R5', 'fail:f arg:s'),
  row(46, 'is_float', 'R5', 'fail:f arg:s'),
  row(47, 'is_number', 'R5', 'fail:f arg:s'),
  row(48, 'is_atom', 'R5', 'fail:f arg:s'),
  row(49, 'is_pid', 'R5', 'fail:f arg:s'),
  row(50, 'is_reference', 'R5', 'fail:f arg:s'),
  row(51, 'is_port', 'R5', 'fail:f arg:s'),
  row(52, 'is_nil', 'R5', 'fail:f arg:s'),
  row(53, 'is_binary', 'R5', 'fail:f arg:s'),
  row(54, 'is_constant', 'R5', 'fail:f arg:s', true),
  row(55, 'is_list', 'R5', 'fail:f arg:s'),
  row(56, 'is_nonempty_list', 'R5', 'fail:f arg:s'),
  row(57, 'is_tuple', 'R5', 'fail:f arg:s'),
  row(58, 'test_arity', 'R5', 'fail:f tuple:s arity:u'),
  row(59, 'select_val', 'R5', 'arg:s fail:f destinations:l'),
  row(60, 'select_tuple_arity', 'R5', 'tuple:s fail:f destinations:l'),
  row(61, 'jump', 'R5', 'label:f'),
  row(62, 'catch', 'R5', 'catchTag:y label:f'),
  row(63, 'catch_end', 'R5', 'catchTag:y'),
  row(64, 'move', 'R5', 'src:s dst:d'),
  row(65, 'get_list', 'R5', 'src:s head:d tail:d'),
  row(66, 'get_tuple_element', 'R5', 'src:s element:u dst:d'),
  row(67, 'set_tuple_element', 'R5', 'newElement:s tuple:s position:u'),
  row(68, 'put_string', 'R5', 'length:u offset:u dst:d', true),
  row(69, 'put_list', 'R5', 'head:s tail:s dst:d'),
  row(70, 'put_tuple', 'R5', 'arity:u dst:d', true),
  row(71, 'put', 'R5', 'element:s', true),
  row(72, 'badmatch', 'R5', 'value:s'),
  row(73, 'if_end', 'R5', ''),
  row(74, 'case_end', 'R5', 'value:s'),
  row(75, 'call_fun', 'R5', 'arity:u'),
  row(76, 'make_fun', 'R5', 'index:u arity:u numFree:u', true),
  row(77, 'is_function', 'R5', 'fail:f arg:s'),
  row(78, 'call_ext_only', 'R5', 'arity:u function:e'),
  row(79, 'bs_start_match', 'R7', 'fail:f arg:s', true),
  row(80, 'bs_get_integer', 'R7', 'fail:f size:* unit:* flags:* dst:*', true),
  row(81, 'bs_get_float', 'R7', 'fail:f size:* unit:* flags:* dst:*', true),
  row(82, 'bs_get_binary', 'R7', 'fail:f size:* unit:* flags:* dst:*', true),
  row(83, 'bs_skip_bits', 'R7', 'fail:f size:* unit:* flags:*', true),
  row(84, 'bs_test_tail', 'R7', 'fail:f bits:*', true),
  row(85, 'bs_save', 'R7', 'index:u', true),
  row(86, 'bs_restore', 'R7', 'index:u', true),
  row(87, 'bs_init', 'R7A', 'size:* flags:*', true),
  row(88, 'bs_final', 'R7A', 'fail:f dst:*', true),
  row(89, 'bs_put_integer', 'R7A', 'fail:f size:s unit:u flags:u src:s'),
  row(90, 'bs_put_binary', 'R7A', 'fail:f size:s unit:u flags:u src:s'),
  row(91, 'bs_put_float', 'R7A', 'fail:f size:s unit:u flags:u src:s'),
  row(92, 'bs_put_string', 'R7A', 'length:u offset:u'),
  row(93, 'bs_need_buf', 'R7B', 'size:*', true),
  row(94, 'fclearerror', 'R8', '', true),
  row(95, 'fcheckerror', 'R8', 'fail:f', true),
  row(96, 'fmove', 'R8', 'src:q dst:p'),
  row(97, 'fconv', 'R8', 'src:s dst:r'),
  row(98, 'fadd', 'R8', 'fail:f arg1:r arg2:r dst:r'),
  row(99, 'fsub', 'R8', 'fail:f arg1:r arg2:r dst:r'),
  row(100, 'fmul', 'R8', 'fail:f arg1:r arg2:r dst:r'),
  row(101, 'fdiv', 'R8', 'fail:f arg1:r arg2:r dst:r'),
  row(102, 'fnegate', 'R8', 'fail:f arg:r dst:r'),
  row(103, 'make_fun2', 'R8', 'index:u', true),
  row(104, 'try', 'R10B', 'catchTag:y label:f'),
  row(105, 'try_end', 'R10B', 'catchTag:y'),
  row(106, 'try_case', 'R10B', 'catchTag:y'),
  row(107, 'try_case_end', 'R10B', 'value:s'),
  row(108, 'raise', 'R10B', 'stacktrace:s value:s'),
  row(109, 'bs_init2', 'R10B', 'fail:f size:* words:* live:u flags:* dst:d'),
  row(110, 'bs_bits_to_bytes', 'R10B', 'fail:f src:* dst:*', true),
  row(111, 'bs_add', 'R10B', 'fail:f arg1:s arg2:s unit:u dst:d'),
  row(112, 'apply', 'R10B', 'arity:u'),
  row(113, 'apply_last', 'R10B', 'arity:u deallocate:u'),
  row(114, 'is_boolean', 'R10B', 'fail:f arg:s'),
  row(115, 'is_function2', 'R10B-6', 'fail:f arg:s arity:s'),
  row(116, 'bs_start_match2', 'R11B', 'fail:f src:s live:u slots:u dst:d', true),
  row(117, 'bs_get_integer2', 'R11B', 'fail:f context:s live:u size:s unit:u flags:u dst:d'),
  row(118, 'bs_get_float2', 'R11B', 'fail:f context:s live:u size:s unit:u flags:u dst:d'),
  row(119, 'bs_get_binary2', 'R11B', 'fail:f context:s live:u size:s unit:u flags:u dst:d'),
  row(120, 'bs_skip_bits2', 'R11B', 'fail:f context:s size:s unit:u flags:u'),
  row(121, 'bs_test_tail2', 'R11B', 'fail:f context:s bits:*'),
  row(122, 'bs_save2', 'R11B', 'context:s slot:*', true),
  row(123, 'bs_restore2', 'R11B', 'context:s slot:*', true),
  row(124, 'gc_bif1', 'R11B', 'fail:f live:u bif:e arg:s dst:d'),
  row(125, 'gc_bif2', 'R11B', 'fail:f live:u bif:e arg1:s arg2:s dst:d'),
  row(126, 'bs_final2', 'R12B', 'src:* dst:*', true),
  row(127, 'bs_bits_to_bytes2', 'R12B', 'src:* dst:*', true),
  row(128, 'put_literal', 'R11B-4', 'index:* dst:*', true),
  row(129, 'is_bitstr', 'R11B-5', 'fail:f arg:s'),
  row(130, 'bs_context_to_binary', 'R12B', 'context:s', true),
  row(131, 'bs_test_unit', 'R12B', 'fail:f context:s unit:u'),
  row(132, 'bs_match_string', 'R12B', 'fail:f context:s bits:u offset:u'),
  row(133, 'bs_init_writable', 'R12B', ''),
  row(134, 'bs_append', 'R12B', 'fail:f size:s extra:u live:u unit:u src:s flags:u dst:d'),
  row(135, 'bs_private_append', 'R12B', 'fail:f size:s unit:u src:s flags:u dst:d'),
  row(136, 'trim', 'R12B', 'size:u remaining:u'),
  row(137, 'bs_init_bits', 'R12B', 'fail:f size:* words:* live:u flags:* dst:d'),
  row(138, 'bs_get_utf8', 'R12B-5', 'fail:f context:s live:u flags:u dst:d'),
  row(139, 'bs_skip_utf8', 'R12B-5', 'fail:f context:s live:u flags:u'),
  row(140, 'bs_get_utf16', 'R12B-5', 'fail:f context:s live:u flags:u dst:d'),
  row(141, 'bs_skip_utf16', 'R12B-5', 'fail:f context:s live:u flags:u'),
  row(142, 'bs_get_utf32', 'R12B-5', 'fail:f context:s live:u flags:u dst:d'),
  row(143, 'bs_skip_utf32', 'R12B-5', 'fail:f context:s live:u flags:u'),
  row(144, 'bs_utf8_size', 'R12B-5', 'fail:f src:s dst:d'),
  row(145, 'bs_put_utf8', 'R12B-5', 'fail:f flags:u src:s'),
  row(146, 'bs_utf16_size', 'R12B-5', 'fail:f src:s dst:d'),
  row(147, 'bs_put_utf16', 'R12B-5', 'fail:f flags:u src:s'),
  row(148, 'bs_put_utf32', 'R12B-5', 'fail:f flags:u src:s'),
  row(149, 'on_load', 'R13B03', ''),
  row(150, 'recv_mark', 'R14A', 'label:f', true),
  row(151, 'recv_set', 'R14A', 'label:f', true),
  row(152, 'gc_bif3', 'R14A', 'fail:f live:u bif:e arg1:s arg2:s arg3:s dst:d'),
  row(153, 'line', 'R15A', 'location:u'),
  row(154, 'put_map_assoc', 'R17', 'fail:f src:s dst:d live:u pairs:l'),
  row(155, 'put_map_exact', 'R17', 'fail:f src:s dst:d live:u pairs:l'),
  row(156, 'is_map', 'R17', 'fail:f arg:s'),
  row(157, 'has_map_fields', 'R17', 'fail:f src:s keys:l'),
  row(158, 'get_map_elements', 'R17', 'fail:f src:s pairs:l'),
  row(159, 'is_tagged_tuple', '20', 'fail:f tuple:s arity:u tag:a'),
  row(160, 'build_stacktrace', '21', ''),
  row(161, 'raw_raise', '21', ''),
  row(162, 'get_hd', '21', 'src:s head:d'),
  row(163, 'get_tl', '21', 'src:s tail:d'),
  row(164, 'put_tuple2', '22', 'dst:d elements:l'),
  row(165, 'bs_get_tail', '22', 'context:s dst:d live:u'),
  row(166, 'bs_start_match3', '22', 'fail:f src:s live:u dst:d'),
  row(167, 'bs_get_position', '22', 'context:s dst:d live:u'),
  row(168, 'bs_set_position', '22', 'context:s position:s'),
  row(169, 'swap', '23', 'register1:d register2:d'),
  row(170, 'bs_start_match4', '23', 'fail:* live:u src:s dst:d'),
  row(171, 'make_fun3', '24', 'index:u dst:d environment:l'),
  row(172, 'init_yregs', '24', 'registers:l'),
  row(173, 'recv_marker_bind', '24', 'marker:s reference:s'),
  row(174, 'recv_marker_clear', '24', 'reference:s'),
  row(175, 'recv_marker_reserve', '24', 'marker:d'),
  row(176, 'recv_marker_use', '24', 'reference:s'),
  row(177, 'bs_create_bin', '25', 'fail:f heapNeed:h live:u unit:u dst:d segments:l'),
  row(178, 'call_fun2', '25', 'tag:* arity:u function:s'),
  row(179, 'nif_start', '25', ''),
  row(180, 'badrecord', '25', 'value:s'),
  row(181, 'update_record', '26', 'hint:a size:u src:s dst:d updates:l'),
  row(182, 'bs_match', '26', 'fail:f context:s commands:l'),
  row(183, 'executable_line', '27', 'location:u index:u'),
  row(184, 'debug_line', '28', 'kind:* location:u index:u live:*'),
  row(185, 'bif3', '29', 'fail:f bif:e arg1:s arg2:s arg3:s dst:d'),
  row(186, 'is_any_native_record', '29', 'fail:f arg:s'),
  row(187, 'is_native_record', '29', 'fail:f arg:s module:* name:*'),
  row(188, 'get_record_elements', '29', 'fail:f src:s pairs:l'),
  row(189, 'put_record', '29', 'fail:f id:* src:s dst:d live:* fields:l'),
  row(190, 'is_record_accessible', '29', 'fail:f arg:s scope:*'),
  row(191, 'get_record_field', '29', 'fail:f src:s id:* name:* dst:d'),
];

/** Highest opcode in OPCODES. */
export const LAST_OPCODE: number = OPCODES.length;

/** Gives what is known about an opcode; undefined outside 1..191. */
export function opcodeInfo(opcode: number): OpcodeInfo | undefined {
  return OPCODES[opcode - 1];
}
