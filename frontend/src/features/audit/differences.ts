import { formatYuan } from '@/lib/money';

/** A value inside of what an entry keeps, by its way: lines 1 amount_fen. */
export interface Leaf {
  path: string[];
  value: string;
}

export interface Change {
  path: string[];
  before: string;
  after: string;
}

function leaves(value: unknown, path: string[] = []): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leaves(each, [...path, String(index + 1)]));
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([name, each]) => leaves(each, [...path, name]));
  return [{ path, value: value === null || value === undefined ? '' : String(value) }];
}

function read(json: string): Leaf[] {
  if (!json) return [];
  try {
    return leaves(JSON.parse(json));
  } catch {
    return [{ path: [], value: json }];
  }
}

const same = (a: string[], b: string[]) => a.length === b.length && a.every((part, index) => part === b[index]);

/** Value by value what an entry says was and is; what did not change is left out. */
export function changesOf(before: string, after: string): Change[] {
  const old = read(before);
  const now = read(after);
  const paths = [...now, ...old.filter((leaf) => !now.some((each) => same(each.path, leaf.path)))];
  return paths.flatMap(({ path }) => {
    const was = old.find((leaf) => same(leaf.path, path))?.value ?? '';
    const is = now.find((leaf) => same(leaf.path, path))?.value ?? '';
    return was === is ? [] : [{ path, before: was, after: is }];
  });
}

/** An amount is shown in yuan, whatever the log counts in. */
export const amountOf = (path: readonly string[], value: string): string | null =>
  path[path.length - 1]?.endsWith('_fen') && /^-?\d+$/.test(value) ? formatYuan(BigInt(value)) : null;
