import { badInput } from '../errors.ts';

/** Colors that a picture is shown in. */
export type Theme = 'dark' | 'tint';

/** How the images of a set are changed before they are read; nothing set leaves them as they are. */
export interface Variant {
  /** Enlargement, 0.1 to 8. */
  zoom?: number;
  theme?: Theme;
  /** Quality of a JPEG that the picture goes through, 1 to 100. */
  jpeg?: number;
}

const action =
  'Give plain, or any of zoom=0.1…8, dark or tint, and jpeg=1…100, joined by commas: --as zoom=2,dark.';

/** Parses `zoom=2,dark,jpeg=40` or `plain`. @throws MarginaliaError `bad-input` */
export function parseVariant(text: string): Variant {
  const variant: Variant = {};
  if (text === 'plain') return variant;
  for (const part of text.split(',')) {
    const found = parsePart(part.trim());
    if (found === null) throw badInput(`--as ${text}: "${part}" changes no picture.`, action);
    const [name] = Object.keys(found);
    if (name !== undefined && name in variant)
      throw badInput(`--as ${text}: "${part}" is the second of its kind.`, action);
    Object.assign(variant, found);
  }
  return variant;
}

function parsePart(part: string): Variant | null {
  if (part === 'dark' || part === 'tint') return { theme: part };
  const [, name, digits] = /^(zoom|jpeg)=(\d+(?:\.\d+)?)$/.exec(part) ?? [];
  const value = Number(digits);
  if (name === 'zoom' && value >= 0.1 && value <= 8) return { zoom: value };
  if (name === 'jpeg' && Number.isInteger(value) && value >= 1 && value <= 100)
    return { jpeg: value };
  return null;
}

/** The variant as it is written behind `--as`, in the order in which the changes are made. */
export function variantName({ theme, zoom, jpeg }: Variant): string {
  const parts = [
    ...(zoom === undefined ? [] : [`zoom=${zoom}`]),
    ...(theme === undefined ? [] : [theme]),
    ...(jpeg === undefined ? [] : [`jpeg=${jpeg}`]),
  ];
  return parts.length === 0 ? 'plain' : parts.join(',');
}
