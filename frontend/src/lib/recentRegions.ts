// The regions somebody chose last in this browser, newest first: the code and the words it was shown with.

const STORED = 'zhengcun.recentRegions';
const MOST = 8;

export interface RecentRegion {
  value: string;
  label: string;
  level: string;
}

function read(): RecentRegion[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(kept) ? (kept as RecentRegion[]).filter((each) => each.value && each.label) : [];
  } catch {
    return [];
  }
}

export const recentRegions = (level?: string) => read().filter((each) => !level || each.level === level);

export function rememberRegion(region: RecentRegion) {
  try {
    localStorage.setItem(
      STORED,
      JSON.stringify([region, ...read().filter((each) => each.value !== region.value)].slice(0, MOST)),
    );
  } catch {
    // A private window remembers nothing.
  }
}
