/** The way from one file to another, as a link in the first names it. */

export interface Place {
  readonly scheme: string;
  readonly authority: string;
  /** With slashes, from the root. */
  readonly path: string;
}

/** From the folder of `from`; the bare name where the two lie in different file systems. */
export function linkTo(to: Place, from: Place): string {
  const target = to.path.split('/');
  if (to.scheme !== from.scheme || to.authority !== from.authority) return target.at(-1) ?? '';
  const start = from.path.split('/').slice(0, -1);
  let same = 0;
  while (same < start.length && same < target.length - 1 && start[same] === target[same]) same++;
  return [...start.slice(same).map(() => '..'), ...target.slice(same)].join('/');
}
