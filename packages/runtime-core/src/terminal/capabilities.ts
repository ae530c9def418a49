/** What a terminal can do, as terminfo describes it (`terminfo(5)`): that of xterm and all that follow it. */
interface Capability {
  /** Name of terminfo. */
  readonly name: string;
  /** The older name of two letters, of termcap. */
  readonly code: string;
  readonly fullName: string;
  readonly value: string;
}

const capability = (name: string, code: string, fullName: string, value: string): Capability => ({ name, code, fullName, value });

/** Sequences of characters that have the terminal do something. */
const STRINGS: readonly Capability[] = [
  capability('bel', 'bl', 'bell', '\x07'),
  capability('bold', 'md', 'enter_bold_mode', '\x1b[1m'),
  capability('dim', 'mh', 'enter_dim_mode', '\x1b[2m'),
  capability('sitm', 'ZH', 'enter_italics_mode', '\x1b[3m'),
  capability('ritm', 'ZR', 'exit_italics_mode', '\x1b[23m'),
  capability('smul', 'us', 'enter_underline_mode', '\x1b[4m'),
  capability('rmul', 'ue', 'exit_underline_mode', '\x1b[24m'),
  capability('blink', 'mb', 'enter_blink_mode', '\x1b[5m'),
  capability('rev', 'mr', 'enter_reverse_mode', '\x1b[7m'),
  capability('invis', 'mk', 'enter_secure_mode', '\x1b[8m'),
  capability('smso', 'so', 'enter_standout_mode', '\x1b[7m'),
  capability('rmso', 'se', 'exit_standout_mode', '\x1b[27m'),
  capability('sgr0', 'me', 'exit_attribute_mode', '\x1b(B\x1b[m'),
  capability('op', 'op', 'orig_pair', '\x1b[39;49m'),
  capability('setaf', 'AF', 'set_a_foreground', '\x1b[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m'),
  capability('setab', 'AB', 'set_a_background', '\x1b[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m'),
  capability('clear', 'cl', 'clear_screen', '\x1b[H\x1b[2J\x1b[3J'),
  capability('ed', 'cd', 'clr_eos', '\x1b[J'),
  capability('el', 'ce', 'clr_eol', '\x1b[K'),
  capability('el1', 'cb', 'clr_bol', '\x1b[1K'),
  capability('cup', 'cm', 'cursor_address', '\x1b[%i%p1%d;%p2%dH'),
  capability('home', 'ho', 'cursor_home', '\x1b[H'),
  capability('cr', 'cr', 'carriage_return', '\r'),
  capability('cuu1', 'up', 'cursor_up', '\x1b[A'),
  capability('cud1', 'do', 'cursor_down', '\n'),
  capability('cub1', 'le', 'cursor_left', '\b'),
  capability('cuf1', 'nd', 'cursor_right', '\x1b[C'),
  capability('cuu', 'UP', 'parm_up_cursor', '\x1b[%p1%dA'),
  capability('cud', 'DO', 'parm_down_cursor', '\x1b[%p1%dB'),
  capability('cuf', 'RI', 'parm_right_cursor', '\x1b[%p1%dC'),
  capability('cub', 'LE', 'parm_left_cursor', '\x1b[%p1%dD'),
  capability('hpa', 'ch', 'column_address', '\x1b[%i%p1%dG'),
  capability('vpa', 'cv', 'row_address', '\x1b[%i%p1%dd'),
  capability('ht', 'ta', 'tab', '\t'),
  capability('cbt', 'bt', 'back_tab', '\x1b[Z'),
  capability('ich', 'IC', 'parm_ich', '\x1b[%p1%d@'),
  capability('dch', 'DC', 'parm_dch', '\x1b[%p1%dP'),
  capability('dch1', 'dc', 'delete_character', '\x1b[P'),
  capability('il', 'AL', 'parm_insert_line', '\x1b[%p1%dL'),
  capability('dl', 'DL', 'parm_delete_line', '\x1b[%p1%dM'),
  capability('ech', 'ec', 'erase_chars', '\x1b[%p1%dX'),
  capability('csr', 'cs', 'change_scroll_region', '\x1b[%i%p1%d;%p2%dr'),
  capability('ind', 'sf', 'scroll_forward', '\n'),
  capability('ri', 'sr', 'scroll_reverse', '\x1bM'),
  capability('sc', 'sc', 'save_cursor', '\x1b7'),
  capability('rc', 'rc', 'restore_cursor', '\x1b8'),
  capability('civis', 'vi', 'cursor_invisible', '\x1b[?25l'),
  capability('cnorm', 've', 'cursor_normal', '\x1b[?12l\x1b[?25h'),
  capability('smcup', 'ti', 'enter_ca_mode', '\x1b[?1049h\x1b[22;0;0t'),
  capability('rmcup', 'te', 'exit_ca_mode', '\x1b[?1049l\x1b[23;0;0t'),
  capability('smkx', 'ks', 'keypad_xmit', '\x1b[?1h\x1b='),
  capability('rmkx', 'ke', 'keypad_local', '\x1b[?1l\x1b>'),
  capability('u6', 'u6', 'user6', '\x1b[%i%d;%dR'),
  capability('u7', 'u7', 'user7', '\x1b[6n'),
  capability('kbs', 'kb', 'key_backspace', '\x7f'),
  capability('kcuu1', 'ku', 'key_up', '\x1bOA'),
  capability('kcud1', 'kd', 'key_down', '\x1bOB'),
  capability('kcuf1', 'kr', 'key_right', '\x1bOC'),
  capability('kcub1', 'kl', 'key_left', '\x1bOD'),
  capability('khome', 'kh', 'key_home', '\x1bOH'),
  capability('kend', '@7', 'key_end', '\x1bOF'),
  capability('kdch1', 'kD', 'key_dc', '\x1b[3~'),
  capability('kich1', 'kI', 'key_ic', '\x1b[2~'),
  capability('knp', 'kN', 'key_npage', '\x1b[6~'),
  capability('kpp', 'kP', 'key_ppage', '\x1b[5~'),
];

type Named = Omit<Capability, 'value'>;

/** What is so or not. */
const FLAGS: readonly Named[] = [
  { name: 'am', code: 'am', fullName: 'auto_right_margin' },
  { name: 'xenl', code: 'xn', fullName: 'eat_newline_glitch' },
  { name: 'bce', code: 'ut', fullName: 'back_color_erase' },
  { name: 'km', code: 'km', fullName: 'has_meta_key' },
  { name: 'mir', code: 'mi', fullName: 'move_insert_mode' },
  { name: 'msgr', code: 'ms', fullName: 'move_standout_mode' },
];

const COLUMNS: Named = { name: 'cols', code: 'co', fullName: 'columns' };
const LINES: Named = { name: 'lines', code: 'li', fullName: 'lines' };
const COLORS: Named = { name: 'colors', code: 'Co', fullName: 'max_colors' };
const TABS: Named = { name: 'it', code: 'it', fullName: 'init_tabs' };

/** Names of all capabilities by their kinds. */
export const CAPABILITY_NAMES: {
  readonly flags: readonly Named[];
  readonly numbers: readonly Named[];
  readonly strings: readonly Named[];
} = {
  flags: FLAGS,
  numbers: [COLUMNS, LINES, COLORS, TABS],
  strings: STRINGS,
};

const isNamed =
  (wanted: string) =>
  ({ name, code }: Named): boolean =>
    name === wanted || code === wanted;

/** A sequence by either name; undefined if the terminal has none. */
export function capabilityText(name: string): string | undefined {
  return STRINGS.find(isNamed(name))?.value;
}

/** True if a flag is set. */
export function capabilityFlag(name: string): boolean {
  return FLAGS.some(isNamed(name));
}

/** A number by either name; undefined if the terminal has none. */
export function capabilityNumber(name: string, size: { readonly columns: number; readonly rows: number }): number | undefined {
  if (isNamed(name)(COLUMNS)) return size.columns;
  if (isNamed(name)(LINES)) return size.rows;
  if (isNamed(name)(COLORS)) return 256;
  return isNamed(name)(TABS) ? 8 : undefined;
}
