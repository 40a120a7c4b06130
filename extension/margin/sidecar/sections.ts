/** Cuts the file at our comments. */

export interface Section {
  /** What the comment says it is; empty for what stands before the first one. */
  readonly name: string;
  /** The comment's data, unchecked; undefined when there is none or it is no JSON object. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly body: string;
  /** Comment and body, word for word. */
  readonly raw: string;
}

const comment = /^<!-- marginalia ([a-z-]{1,40})(?: (\{.*\}))? -->[^\S\n]*$/;

/** The first section is what stands before any comment. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let [name, json, head]: [string, string | undefined, string] = ['', undefined, ''];
  let lines: string[] = [];
  const close = (): void => {
    const body = trimLines(lines.join('\n'));
    const raw = [head, body].filter((part) => part !== '').join('\n\n');
    sections.push({ name, data: json === undefined ? undefined : objectOf(json), body, raw });
  };
  for (const line of text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')) {
    const found = comment.exec(line);
    if (found === null) {
      lines.push(line);
      continue;
    }
    close();
    [name, json, head, lines] = [found[1]!, found[2], found[0].trimEnd(), []];
  }
  close();
  return sections;
}

/** Without blank lines around. */
export const trimLines = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined; // not a fault: the section is kept as it is
  }
}
