/** Pictures that a notebook's cell carries. Metadata is whatever a file holds: checked before it is used. */
import * as v from 'valibot';

const bundle = v.record(v.string(), v.unknown());

/** @param metadata of the cell, as VS Code hands it out */
export function attachmentData(
  metadata: unknown,
  name: string,
): { mime: string; base64: string } | undefined {
  const attachments = own(metadata, 'attachments') ?? own(own(metadata, 'custom'), 'attachments');
  const types = v.safeParse(bundle, own(attachments, name));
  if (!types.success) return undefined;
  for (const [mime, data] of Object.entries(types.output)) {
    if (/^image\/(?:png|jpeg|gif|webp|bmp|avif|svg\+xml)$/.test(mime) && typeof data === 'string') {
      return { mime, base64: data };
    }
  }
  return undefined;
}

function own(value: unknown, key: string): unknown {
  const parsed = v.safeParse(bundle, value);
  return parsed.success && Object.hasOwn(parsed.output, key) ? parsed.output[key] : undefined;
}
