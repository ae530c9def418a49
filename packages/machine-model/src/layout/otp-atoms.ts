/**
 * Atoms that OTP 29 has before it loads a module, in the order in which it makes them: from release 26 on maps show theirs in that order. Those
 * that belong to no program's data, such as the names of parts of the emulator, are left out.
 */
export const otpAtoms: readonly string[] = `
false true _ nonode@nohost $end_of_table infinity timeout normal call return throw error exit undefined nocatch undefined_function
undefined_lambda nil no none DOWN UP EXIT abandoned abort abs_path ac access active active_tasks active_tasks_all alias alive all
all_but_first all_names alloc_info alloc_sizes allocated allocated_areas allocator allocator_sizes already_exists already_loaded
amd64 anchored and andalso andthen any anycrlf apply args arg0 arity asn1 async async_dist asynchronous atom atom_used attributes
auto auto_connect await_exit await_proc_exit await_result awaiting_load awaiting_unload backtrace backtrace_depth badarg badarith
badarity badfield badfile badfun badkey badmap badmatch badrecord badsig badopt badtype bad_map_iterator bag band big
bif_return_trap binary binary_copy_trap binary_find_trap binary_to_term_trap block block_normal blocked blocked_normal bm bnot bor
bxor break_ignored breakpoint bsl bsr bsr_anycrlf bsr_unicode build_flavor build_type busy busy_dist_port busy_limits_port
busy_limits_msgq busy_port call_count call_error_handler call_memory call_time call_trace_return caller caller_line calls capture
case_clause caseless catch catchlevel cause cd cdr cflags CHANGE check_gc clear clock_service close closed code command commandv
compact compat_rel compile complete compressed config_h convert_time_unit connect connected connection_closed connection_id const
context_switches continue_exit control copy copy_literals counters count cpu cpu_timestamp cr crlf creation current_function
current_location current_stacktrace data debug_flags debugger_event decentralized_counters decimals default delay_trap demonitor
deterministic dictionary dirty_bif_exception dirty_bif_result dirty_bif_trap dirty_cpu dirty_execution dirty_io dirty_nif_exception
dirty_nif_finalizer disable_trace disabled discard dist / div dmonitor_node $$ $_ dollar_endonly dotall driver driver_options
dsend_continue_trap duplicate_bag duplicated dupnames dynamic_node_name einval emu_flavor emu_type emulator enable_trace enabled
endian entry env ensure_at_least ensure_exactly eof eol =:= == erl_erts_errors erl_init erl_kernel_errors erl_stdlib_errors
erl_tracer erlang erl_signal_server error_handler error_info error_logger error_only ets ets_info_binary ETS-TRANSFER
exact_reductions exception_from exception_trace exclusive exit_status exited existing existing_processes existing_ports exiting
export exports extended external extra fcgi fd first firstline flags flush flush_timeout force format_bs_fail format_cpu_topology
frame_size free fullsweep_after function function_counters functions function_clause garbage_collect garbage_collecting
garbage_collection gc_major_end gc_major_start gc_max_heap_size gc_minor_end gc_minor_start >= generational get_all_trap
get_seq_token get_size get_tail get_tcw gather_io_bytes getting_linked getting_unlinked global > grun group_leader handle
have_dt_utag heap_block_size heap_size heap_sizes heap_type heart_port heir hidden hide high http httph https http_response
http_request http_header http_eoh http_error http_bin httph_bin id if_clause ignore in in_exiting inactive include_shared_binaries
incomplete inconsistent index info info_msg info_trap inherit init initial_call inplace input integer internal instruction_counts
invalid is_constant is_seq_trace iterator io iolist_size_continue iodata iovec keypos kill killed kill_ports known label large_heap
last_calls latin1 ldflags =< legacy lf line line_breakpoint line_counters line_delimiter line_length linked_in_driver links list
little loaded load_cancelled load_failure local logger long_gc long_message_queue long_schedule low < machine magic_ref major match
match_limit match_spec match_spec_result max maximum max_heap_size mbuf_size md5 memory memory_internal memory_types message
message_queue_data message_queue_len messages merge_trap meta meta_match_spec micro_seconds microsecond milli_seconds millisecond
min min_heap_size min_bin_vheap_size minor minor_version - -- module module_info monitored_by monitor monitor_nodes monitors
monotonic monotonic_timestamp more multi_scheduling multiline nano_seconds nanosecond name named_table namelist native
native_addresses need_gc =/= /= net_kernel never_utf new new_index new_processes new_ports new_uniq newline nifs nomatch
no_auto_capture noconnect noconnection node node_type nodedown nodedown_reason nodeup noeol noproc normal_exit nosuspend no_fail
no_float no_integer no_network no_start_optimize not_suspended not not_a_list not_loaded not_pending not_owner not_purged notalive
notbol noteol notempty notempty_atstart notify notsup nouse_stdio novalue nul off_heap offset ok old_heap_block_size old_heap_size
on_heap on_load open open_error opt or ordered_set orelse os_pid os_type os_version out out_exited out_exiting output overlapped_io
owner packet packet_size parallelism parent + ++ pause pending pending_driver pending_process pending_purge_lambda pending_reload
permanent pid port ports positive position prepare prepare_on_load print priority priority_messages private private_append process
processes processes_used process_dump procs proc_sig profile protected protection ptab_list_continue public put_common_trap
queue_size raw re re_exported_pattern re_pattern re_run_trap read_concurrency ready_error ready_input ready_output reason receive
recent_size reductions refc register registered_name reload rem reply reply_demonitor reply_tag report_errors reset reset_seq_trace
restart resume return_from return_to return_to_trace return_trace reuse run_process run_queue run_queue_lengths runnable
runnable_ports runnable_procs running running_ports running_procs runtime safe save_calls sbct scheduler scheduler_id
scheduler_wall_time schedulers_online scheme scientific scope second seconds send sensitive sequential_tracer serial session set
set_cpu_topology set_on_first_link set_on_first_spawn set_on_link set_on_spawn set_seq_token set_tcw set_tcw_fake short shutdown
sighup signed sigterm sigusr1 sigusr2 sigill sigchld sigabrt sigalrm sigstop sigint sigsegv sigtstp sigcont sigquit sigwinch
siginfo silent size skip slots spawn_executable spawn_driver spawn_init spawn_reply spawn_request spawn_request_yield spawn_service
spawned ssl_tls stack_size start status stderr_to_stdout stop stream strict_monotonic success_only sunrm suspend suspended
suspending system system_limit system_version system_architecture table table_type tag term_to_binary_trap this thread_pool_size
threads time_offset timeout_value * timestamp total total_active_tasks total_heap_size tpkt trace traced tracer trap_exit trim
trim_all try_clause type ucompile ucp explicit_unalias undef ungreedy unicode unregister urun use_stdio used utf8 utf16 utf32
unblock unblock_normal uniq unit unless_suspending unloaded unloaded_only unload_cancelled unsafe unsupported value vars version
visible waiting wall_clock warning warning_msg wordsize write_concurrency x xor x86 y yes yield abs adler32 adler32_combine
atom_to_list binary_to_list binary_to_term crc32 crc32_combine date delete_module display display_string element erase exit_signal
external_size float float_to_list fun_info get get_keys halt phash phash2 hd integer_to_list length link list_to_atom
list_to_binary list_to_float list_to_pid list_to_port list_to_ref list_to_tuple localtime make_ref unique_integer md5_init
md5_update md5_final module_loaded function_exported monitor_node nodes now monotonic_time system_time open_port pid_to_list
pre_loaded put registered round self setelement spawn spawn_link split_binary statistics term_to_binary term_to_iovec time tl trunc
tuple_to_list universaltime unlink whereis spawn_opt setnode request_system_task check_process_code map_to_tuple_keys term_type
map_hashmap_children time_unit perf_counter_unit is_system_process system_check create_dist_channel ets_super_user
no_aux_work_threads release_area_switch send_copy_request seq_trace seq_trace_info seq_trace_print suspend_process resume_process
bump_reductions math cos cosh sin sinh tan tanh acos acosh asin asinh atan atanh erf erfc exp log log2 log10 sqrt atan2 pow
start_timer send_after cancel_timer read_timer make_tuple append_element system_flag system_info system_profile ref_to_list
fun_to_list is_process_alive raise is_builtin ! append subtract is_atom is_list is_tuple is_float is_integer is_number is_pid
is_port is_reference is_binary is_function is_record match_spec_test delete delete_object first_lookup is_compiled_ms lookup
lookup_element last last_lookup match_object member next next_lookup prev prev_lookup insert insert_new rename safe_fixtable slot
update_counter select select_count select_reverse select_replace match_spec_compile match_spec_run_r os getenv putenv unsetenv
getpid perf_counter erl_ddll try_load try_unload loaded_drivers format_error_int run lists reverse keymember keysearch keyfind
disassemble same flat_size get_internal_state set_internal_state instructions interpreter_size dirty lcnt_control lcnt_collect
lcnt_clear hibernate warning_map get_module_info is_boolean string make_fun iolist_size iolist_to_binary is_bitstring tuple_size
byte_size bit_size list_to_bitstring bitstring_to_list update_element decode_packet characters_to_binary characters_to_list
bin_is_7bit atom_to_binary binary_to_atom give_away setopts load_nif finish_after_on_load binary_part compile_pattern matches at
part list_to_bin referenced_byte_size encode_unsigned decode_unsigned prim_file is_translatable file native_name_encoding
check_old_code finish_loading insert_element delete_element integer_to_binary float_to_binary binary_to_float printable_range
inspect is_map map_size maps find from_list is_key keys merge remove update values cmp_term take fun_info_mfa map_info purge_module
split size_shared copy_shared floor ceil fmod set_signal iolist_to_iovec get_dflags new_connection map_next gather_carrier_info
map_get is_map_key persistent_term atomics_new atomics add add_get exchange compare_exchange counters_new counters_get counters_add
counters_put counters_info spawn_system_process ets_raw_first ets_raw_next get_creation prepare_loading beamfile_chunk
beamfile_module_md5 unalias from_keys binary_to_integer list_to_integer term_to_string coverage_support get_coverage_mode
get_coverage reset_coverage set_coverage_mode check system_monitor processes_next get_debug_info erl_debugger supported
instrumentations breakpoints stack_frames xregs_count peek_xreg unaligned_bitstring import put_new records get_module get_name
get_field_names is_exported create get_definition unix linux select_delete_trap count_trap replace_trap select_trap delete_trap
spawn_forker inet unspec tcp udp inet_async inet_reply udp_passive udp_error empty_out_q tos tclass ttl sendfile udp_inet sctp
buffer mode once multi linger recbuf sndbuf reuseaddr reuseport reuseport_lb exclusiveaddruse dontroute recvtos recvtclass recvttl
ipv6_v6only netns bind_to_device unordered addr_over comm_up comm_lost shutdown_comp cant_assoc addr_available addr_unreachable
addr_removed addr_added addr_made_prim addr_confirmed short_recv wrong_anc_data pmtud_enable pmtud_disable sackdelay_enable
sackdelay_disable unconfirmed empty cookie_wait cookie_echoed established shutdown_pending shutdown_sent shutdown_received
shutdown_ack_sent ram_file_drv md5_trap prim_tty prim_buffer zlib zstd prim_socket prim_net aux gc other sleep
`
  .trim()
  .split(/\s/);

/** Short ones of the atoms of the modules that OTP 29 has in itself, in the order in which it makes them. */
const preloadedAtoms = `
purge started died boot fatal debug absname request reboot map relaxed strict state crash foreach loop user stdout config heart
resend unload path es root bindir pa pz script join eval dot exprs nofile timer arg flag snifs sort format read write wipe unlock
fdopen bool dgram mptcp bind addr bindx sync accept listen peeloff sendto sendmsg recv setopt getopt getopts chgopt chgopts
enotsup hwaddr netmask ifget ifset getstat getfd gettype unrecv detach attach deliver header keepcnt nodelay nopush opts mif uint
int record enum ether family decode borlist dec dstaddr mtu rev len tree ssl term up down bound advise cur bof pread pwrite gl
posix altname ebadf deflate cut inflate finish zip unzip gzip gunzip full rle del socket msocket mon nosock whoami options fold
domain nth iov ctrl with msg sendv recvmsg ioctl cancel otp iow rcvbuf level primzip foldl seek regular eocd skipper loader hosts
efile noport enoent enotdir report emfile primary cache keysort keyins archive ebusy clean combine radix stderr gcopt crasher auth
core thread logical rvrs proc blocks mbcs sbcs idle working passive done
`;

/** Short ones of those that its parts for sockets make when it starts, after those modules. */
const socketAtoms = `
sub random device symlink address atmark boolean bufsz closing ctype cwnd do dont dscp dtor eei exclude genaddr gifaddr gifconf
gifmap gifmtu gifname how include initial missing nogroup noroute nread nspace nwrite null onoff origin probe rcvall rto rwnd
remote rstates sifaddr sifmtu slist srtt txtime want wstates action alen already arcnet atm authhdr authkey bridge chaos confirm
context cork ctrunc denied dlci dma dormant dstopts dup dying dynamic echo eether ef egp eor events failed faith flash frelay gif
hatype hdrincl hopopts host icmp ifindex igmp implink initmsg ip ipip iplevel irq kernel le mark master maxdg maxseg mincost
minttl mss netrom nlen noarp noopt nqb nxtinfo oactive off on oob peek pktinfo pkttype policy portsel ppid ppp prinfo promisc
pronet pup rawip rcvinfo rdm recverr recvif retopts rights rm routine rthdr rtoinfo rtt sec seq setfib sid simplex slave slen
sndinfo sndrcv ssn stf streams syncnt tsn tunnel txqlen unknown usec nsec void zero eagain sockets
`;

/** Short ones of those that come to be while its boot script runs. */
const laterAtoms = `
dhcp fddi idn manual mask nofqdn service speed testing wwanpp efail efamily efault emem enodata enoname enxio esystem net home gen
erpc group pg rpc array c dets dict digraph edlin epp escript filelib graph json orddict ordsets peer pool qlc queue rand sets
shell sofs sys vsn modules rex notice mod load stdlib ack flatten appl noreply loading cntrl cast search stopped ksd nd conv allow
dirname flatmap tokens depth p single mfa sasl title child keytake permit concat modp umerge dir nocache usort bad good nostick
which sources erts chunks filter clash build nthtail removed spec choose priv sticky keep success failure expr try op var unbound
bc case cons lc maybe mc else v k q bif bin char fun if tuple clause clauses m f store unused guard number binding text anno
badexpr lint usage loc forms form doc nominal opaque inline union head pattern bittype gexpr arith comp begin product range nowarn
bytes bits vtmerge vtnew vtold fwrite foldr warn matched item func fields logfile tty worker filters super typed b s parse when
after cond end let of pass equiv ram consult badtab eaccess verify bchunk chunk listify i mem tabs hform eot choice nonl slice
called real should be a the repair fstrip dirjoin replace basedir windows darwin author lexemes unfold cat cafu cbv via where
nolink handler swapped items abcast dead sublist cycle wait period alert simple proxy eq gt lt without tid equal gteq lteq neq
prefix exist diffs rich dropped pad suffix sum fail zipwith rmerge keymap rumerge zf mergel rmergel asc desc umergel fmergel nack
visit badrpc nl never workers specs wakeup supname mfargs mapsets drop flushed result tail snoc daeh liat lait expand aliases cmd
booting cover exec unquote relay ntoa ignored cmp strip exists image atoms imports locals symbols symbol bb crypto splitat nonono
balance largest smaller found larger ordered push enter nfd nfkd nfc nfkc letter long history adjust disable enable feature unless
ifn while until cerl server isatty onlcr columns rows handles ofd cooked badcall writer reader ssh reinit resize enc putc beep
move left right cols xnfix ansi tab encode isprint wcwidth tinfo tputs bold resolv listop ins recurse retry usevc edns yp nisplus
nis dns methods noproxy dots aaaa hostent cname ptr times tolower chars canon stdin sig sname nonames freebsd netbsd sunos nt
inetrc getserv getaddr addrs getif pushf popf states getll stats ifaddr backlog wins formerr sent ii smax upper noname hex rid
getit ndx sbcast signal pmap pinfo allowed verbose publish ticker tick longer shorter static remark uniform bye setup fetch
nformat getnode trans aborted conf seed locker resolve lock added ops him minmax exsplus synced exsss jump shuffle dummy exrop
exsp agreed names gconf expired noinput nouser remsh old dumb bformat editor chomp die jcl blink h r j below mktemp gr replies
params consume fread xterm both help prompt stack edit key redraw yank csi bfwrite scan unscan bwrite tsub binrev limit width
strings collect w uniconv base column signbit final go ping pong cleanup month modes inode dev olp caught outdir ht hcb source cwd
d nc l ni less iformat pi bt mformat mm lm bi nregs regs pwd ls uptime xm xref tools yecc appcall render
`;

function words(text: string): string[] {
  return text.trim().split(/\s/);
}

/** What `otpBootAtoms` has of those that are in no file that OTP reads when it starts. */
export const otpSocketAtoms: readonly string[] = words(socketAtoms);

/**
 * Short ones of the atoms that come to be while OTP 29 starts, in that order. A machine without a started OTP has them before it loads a module,
 * so that its maps are in the order that a program sees under `erl`; where OTP starts, they come by themselves, but for `otpSocketAtoms`.
 */
export const otpBootAtoms: readonly string[] = [...words(preloadedAtoms), ...otpSocketAtoms, ...words(laterAtoms)];
