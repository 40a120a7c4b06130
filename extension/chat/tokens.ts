/** How many tokens a text may have. Pure. */

/** A picture cut into the most patches that Phi-4-reasoning-vision takes. */
export const IMAGE_TOKENS = 3_600;
const PER_MESSAGE = 8;
const BYTES_PER_TOKEN = 3;

/**
 * An estimate on the safe side: a token for three bytes of UTF-8, which is one for three letters of English, for
 * a sign of Chinese, for a letter and a half of Greek. The tokenizer itself is in another process, which a
 * question about a draft should not start; a server's is not known.
 */
export function estimatedTokens(text: string, images = 0): number {
  const bytes = new TextEncoder().encode(text).length;
  return Math.ceil(bytes / BYTES_PER_TOKEN) + images * IMAGE_TOKENS + PER_MESSAGE;
}
