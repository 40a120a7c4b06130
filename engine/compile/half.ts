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

const floatBits = new Uint32Array(1);
const floatView = new Float32Array(floatBits.buffer);

/** Narrows fp32 values to IEEE fp16 bits, to nearest, ties to even; too large ones become infinite. */
export function floatToHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = halfBits(bits[i]!);
  return halves;
}

function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Rebias the exponent, then round away the 13 low bits of the fraction.
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  // Subnormal halves are multiples of 2^-24: adding 0.5 lets the float unit round to one.
  floatBits[0] = magnitude;
  floatView[0] = floatView[0]! + 0.5;
  return sign | (floatBits[0] - 0x3f000000);
}
