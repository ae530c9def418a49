/** The section `target_features`: what code needs from the engine (WebAssembly tool conventions, Linking.md). */
import { ByteBuffer } from '@beamline/wasm-asm';
import { SectionReader } from '../section-reader.js';

/** The section's name. */
export const TARGET_FEATURES_SECTION = 'target_features';

/** A feature. */
export interface TargetFeature {
  /** Used, not to be used with others that use it, or used and to be used by all others. */
  readonly policy: 'used' | 'disallowed' | 'required';
  /** Its name, for example `bulk-memory`. */
  readonly name: string;
}

const PREFIXES: { readonly [policy in TargetFeature['policy']]: number } = { used: 0x2b, disallowed: 0x2d, required: 0x3d };
const POLICIES: readonly TargetFeature['policy'][] = ['used', 'disallowed', 'required'];

/** The content of a custom section. */
export function encodeTargetFeatures(features: readonly TargetFeature[]): Uint8Array<ArrayBuffer> {
  const b = new ByteBuffer(64);
  b.u32(features.length);
  for (const { policy, name } of features) {
    b.u8(PREFIXES[policy]);
    b.name(name);
  }
  return b.slice();
}

/** Reads the content of a custom section. Throws `ModuleDecodeError` with offsets in `bytes`. */
export function decodeTargetFeatures(bytes: Uint8Array): TargetFeature[] {
  const r = new SectionReader(bytes, 0, bytes.length, 'custom');
  return r.guard(() => {
    const features = r.list(() => {
      const at = r.offset;
      const prefix = r.u8();
      const policy = POLICIES.find((name) => PREFIXES[name] === prefix) ?? r.fail('malformed-flags', at);
      return { policy, name: r.text() };
    });
    r.finish();
    return features;
  });
}
