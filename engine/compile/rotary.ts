/**
 * Cosines and sines of rotary position embeddings, [positions, headSize / 2] each.
 * Angles are rounded to fp32 where PyTorch rounds them, so that late positions agree too.
 */
export function rotaryTables(positions: number, headSize: number, theta: number) {
  const half = headSize / 2;
  const cosine = new Float32Array(positions * half);
  const sine = new Float32Array(positions * half);
  for (let i = 0; i < half; i++) {
    const power = Math.fround(theta ** Math.fround((2 * i) / headSize));
    const frequency = Math.fround(1 / power);
    for (let p = 0; p < positions; p++) {
      const angle = Math.fround(p * frequency);
      cosine[p * half + i] = Math.cos(angle);
      sine[p * half + i] = Math.sin(angle);
    }
  }
  return { cosine, sine };
}
