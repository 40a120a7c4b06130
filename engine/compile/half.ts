/// <reference lib="esnext.float16" />

/** Widens little-endian IEEE fp16 values to fp32. Exact. `bytes` must be 2-byte aligned or is copied. */
export function halfToFloat(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(new Float16Array(aligned(bytes), 0, bytes.byteLength / 2));
}

/** Widens little-endian bfloat16 values to fp32: the sixteen bits are the upper half of the float. Exact. */
export function bfloatToFloat(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const upper = new Uint16Array(aligned(bytes), 0, bytes.byteLength / 2);
  const bits = new Uint32Array(upper.length);
  for (let i = 0; i < upper.length; i++) bits[i] = upper[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Reads little-endian fp32 values. */
export function bytesToFloat(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(aligned(bytes), 0, bytes.byteLength / 4);
}

// Typed arrays demand an offset that is a multiple of the element size: a fresh copy always starts at 0.
function aligned(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
