import { type NifSource, terms } from '@beamline/runtime-core';
import { binaryBytes } from '../terms/arguments.js';
import { badarg } from '../terms/failures.js';
import { BerError, decodeBer, encodeBer } from './ber.js';

const BYTES_PER_REDUCTION = 20;

/**
 * The natives of OTP's `asn1rt_nif` for BER, which certificates and keys are written in: for the option `nifs` of a runtime, by the name
 * `asn1rt_nif`. Those for PER are not there.
 */
export const asn1: NifSource = () => {
  return {
    functions: {
      'decode_ber_tlv_raw/1': ([data], context) => {
        const bytes = binaryBytes(data) ?? badarg();
        context.spend(bytes.length / BYTES_PER_REDUCTION);
        try {
          return decodeBer(bytes);
        } catch (error) {
          if (!(error instanceof BerError)) throw error;
          return terms.tuple(terms.atom('error'), terms.tuple(terms.atom(error.problem), terms.integer(error.at)));
        }
      },
      'encode_ber_tlv/1': ([term], context) => {
        const bytes = encodeBer(term);
        if (bytes === undefined) return terms.tuple(terms.atom('error'), terms.integer(-1));
        context.spend(bytes.length / BYTES_PER_REDUCTION);
        return terms.binary(bytes);
      },
    },
  };
};
