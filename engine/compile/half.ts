// All halves as floats, made when the first is read: checkpoints have millions of them.
let halfValues: Float32Array | undefined;

/** Widens little-endian IEEE fp16 values to fp32. Exact. */
export function halfToFloat(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset } = aligned(bytes);
  const halves = new Uint16Array(buffer, byteOffset, bytes.byteLength / 2);
  halfValues ??= Float32Array.from({ length: 65536 }, (_, bits) => halfValue(bits));
  const table = halfValues;
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]!]!;
  return floats;
}

/** The number that sixteen bits of IEEE 754 half precision stand for. */
function halfValue(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Widens little-endian bfloat16 values to fp32: the sixteen bits are the upper half of the float. Exact. */
export function bfloatToFloat(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset } = aligned(bytes);
  const upper = new Uint16Array(buffer, byteOffset, bytes.byteLength / 2);
  const bits = new Uint32Array(upper.length);
  for (let i = 0; i < upper.length; i++) bits[i] = upper[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Reads little-endian fp32 values. */
export function bytesToFloat(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset } = aligned(bytes);
  return new Float32Array(buffer, byteOffset, bytes.byteLength / 4);
}

// Typed arrays demand an offset that is a multiple of the element size.
function aligned(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
}
