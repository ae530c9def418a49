import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const beamline = fileURLToPath(new URL('../dist/beamline.js', import.meta.url));
const calls = fileURLToPath(new URL('../../crypto/test/fixtures/', import.meta.url));

const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-crypto-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** What a program of the installed OTP prints for expressions; empty if there is none, or none with crypto. */
function printedByErlang(expressions: string): string {
  try {
    return execFileSync('erl', ['-noshell', '-pa', scratch, '-eval', `${expressions}, halt().`], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

/** What Beamline prints for the same expressions. */
function printed(expressions: string): string {
  return execFileSync(process.execPath, [beamline, 'erl', '-noshell', '-pa', scratch, '-eval', `${expressions}, halt().`], {
    encoding: 'utf8',
  });
}

const release = printedByErlang('{ok, _} = application:ensure_all_started(ssl), io:put_chars(erlang:system_info(otp_release))');

/** Expressions on OTP's applications, with what they print; keys are drawn, so none prints them. */
const PROGRAMS = {
  'cipher suites': "io:format(\"~0p\", [{ssl:cipher_suites(all, 'tlsv1.2'), ssl:cipher_suites(all, 'tlsv1.3'), ssl:eccs()}])",
  applications: 'io:format("~0p", [element(1, application:ensure_all_started(ssl))])',
  signatures: `
    Keys = [public_key:generate_key(Parameters) || Parameters <- [{rsa, 1024, 65537}, {namedCurve, secp256r1}, {namedCurve, ed25519}]],
    [begin
         Type = case element(4, Key) of {namedCurve, {1, 3, 101, 112}} -> none; _ -> sha256 end,
         Public = case Key of
                      {'RSAPrivateKey', _, N, E, _, _, _, _, _, _, _} -> {'RSAPublicKey', N, E};
                      _ -> {{'ECPoint', element(5, Key)}, element(4, Key)}
                  end,
         Signature = public_key:sign(<<"text">>, Type, Key),
         io:format("~p ", [{public_key:verify(<<"text">>, Type, Signature, Public), public_key:verify(<<"other">>, Type, Signature, Public)}])
     end || Key <- Keys]`,
  certificates: `
    #{cert := Root, key := Key} = public_key:pkix_test_root_cert("Root", [{key, {namedCurve, secp384r1}}, {digest, sha384}]),
    #{server_config := Server} =
        public_key:pkix_test_data(#{server_chain => #{root => #{cert => Root, key => Key}, intermediates => [[{key, {rsa, 1024, 65537}}]],
                                                      peer => [{key, {namedCurve, secp256r1}}]},
                                    client_chain => #{root => [], intermediates => [], peer => []}}),
    Certificate = proplists:get_value(cert, Server),
    [Issuer] = [Each || Each <- proplists:get_value(cacerts, Server), public_key:pkix_is_issuer(Certificate, Each)],
    #{cert := Stranger} = public_key:pkix_test_root_cert("Root", []),
    io:format("~0p", [{public_key:pkix_is_self_signed(Root), public_key:pkix_is_self_signed(Certificate),
                       element(1, public_key:pkix_decode_cert(Certificate, otp)),
                       element(1, public_key:pkix_path_validation(Root, [Issuer, Certificate], [])),
                       public_key:pkix_path_validation(Stranger, [Issuer, Certificate], [])}])`,
  'keys in PEM': `
    {_, Numbers} = crypto:generate_key(rsa, {1024, 65537}),
    [E, N, D, P, Q, DP, DQ, C] = [binary:decode_unsigned(Number) || Number <- Numbers],
    Key = {'RSAPrivateKey', 'two-prime', N, E, D, P, Q, DP, DQ, C, asn1_NOVALUE},
    [begin
         [Read] = public_key:pem_decode(public_key:pem_encode([Entry])),
         io:format("~p ", [public_key:pem_entry_decode(Read, "secret") =:= Key])
     end || Entry <- [public_key:pem_entry_encode('RSAPrivateKey', Key),
                      public_key:pem_entry_encode('RSAPrivateKey', Key, {{"AES-128-CBC", crypto:strong_rand_bytes(16)}, "secret"}),
                      public_key:pem_entry_encode('RSAPrivateKey', Key, {{"DES-EDE3-CBC", crypto:strong_rand_bytes(8)}, "secret"})]]`,
  'random numbers with a seed': `
    State = crypto:rand_seed_alg_s(crypto_aes, "seed"),
    {One, Next} = rand:uniform_s(1000000, State),
    {Two, _} = rand:uniform_s(1000000, Next),
    io:format("~p", [{One, Two}])`,
};

describe.runIf(release === '25' || release === '29')('crypto, public_key and ssl of the installed OTP', () => {
  test.each(Object.entries(PROGRAMS))('%s are as on its own natives', { timeout: 120_000 }, (_, program) => {
    const expected = printedByErlang(program);
    expect(expected).not.toBe('');
    expect(printed(program)).toBe(expected);
  });

  test('what is signed and encrypted here is accepted there, and the other way round', { timeout: 120_000 }, () => {
    execFileSync('erlc', ['-o', scratch, path.join(calls, 'crypto_calls.erl')], { stdio: 'pipe' });
    const signed = (file: string): string =>
      `ok = file:write_file("${scratch}/${file}", term_to_binary(crypto_calls:signatures(${release})))`;
    const checked = (file: string): string =>
      `{ok, Bytes} = file:read_file("${scratch}/${file}"), io:format("~0p", [crypto_calls:checked(binary_to_term(Bytes))])`;
    printed(signed('ours'));
    printedByErlang(signed('theirs'));
    expect(readFileSync(path.join(scratch, 'theirs')).length).toBeGreaterThan(1000);
    expect(printedByErlang(checked('ours'))).toBe('[]');
    expect(printed(checked('theirs'))).toBe('[]');
    // What is not right is told.
    expect(printed(`io:format("~p", [length(crypto_calls:checked([{eddsa, none, <<1:512>>, [<<1:256>>, ed25519], []}]))])`)).toBe('1');
  });
});
