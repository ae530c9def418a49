/** Modules of OTP's applications kernel and stdlib, as of OTP 25: for telling users what a program lacks. */
const MODULES: Readonly<Record<string, string>> = {
  kernel: `
  application application_controller application_master application_starter auth code code_server disk_log disk_log_1
  disk_log_server disk_log_sup dist_ac dist_util erl_boot_server erl_compile_server erl_ddll erl_distribution erl_epmd
  erl_erts_errors erl_kernel_errors erl_reply erl_signal_handler erpc error_handler error_logger erts_debug file file_io_server
  file_server gen_sctp gen_tcp gen_tcp_socket gen_udp gen_udp_socket global global_group global_search group group_history
  heart inet inet6_sctp inet6_tcp inet6_tcp_dist inet6_udp inet_config inet_db inet_dns inet_gethost_native inet_hosts
  inet_parse inet_res inet_sctp inet_tcp inet_tcp_dist inet_udp kernel kernel_config kernel_refc local_tcp local_udp logger
  logger_backend logger_config logger_disk_log_h logger_filters logger_formatter logger_h_common logger_handler_watcher
  logger_olp logger_proxy logger_server logger_simple_h logger_std_h logger_sup net net_adm net_kernel os pg pg2 ram_file
  raw_file_io raw_file_io_compressed raw_file_io_deflate raw_file_io_delayed raw_file_io_inflate raw_file_io_list rpc seq_trace
  socket standard_error user user_drv user_sup wrap_log_reader`,
  stdlib: `
  array base64 beam_lib binary c calendar dets dets_server dets_sup dets_utils dets_v9 dict digraph digraph_utils edlin
  edlin_expand epp erl_abstract_code erl_anno erl_bits erl_compile erl_error erl_eval erl_expand_records erl_features
  erl_internal erl_lint erl_parse erl_posix_msg erl_pp erl_scan erl_stdlib_errors erl_tar error_logger_file_h
  error_logger_tty_h escript ets eval_bits file_sorter filelib filename gb_sets gb_trees gen gen_event gen_fsm gen_server
  gen_statem io io_lib io_lib_format io_lib_fread io_lib_pretty lists log_mf_h maps math ms_transform orddict ordsets
  otp_internal peer pool proc_lib proplists qlc qlc_pt queue rand random re sets shell shell_default shell_docs slave sofs
  string supervisor supervisor_bridge sys timer unicode unicode_util uri_string win32reg zip`,
};

/** The application of OTP that a module belongs to; undefined for any other module. */
export function otpApplication(module: string): string | undefined {
  return Object.keys(MODULES).find((application) => MODULES[application]?.split(/\s+/).includes(module));
}
