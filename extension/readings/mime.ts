/**
 * The media type under which a browser shows these bytes. Raster formats are told apart by the browser
 * itself; only SVG, which is text, must be named.
 */
export function mimeOf(bytes: Uint8Array): string {
  const head = new TextDecoder().decode(bytes.subarray(0, 1_024)).trimStart();
  return head.startsWith('<') ? 'image/svg+xml' : 'image/png';
}
