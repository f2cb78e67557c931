import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { startI18n } from '@/lib/i18n';
import { setViewport } from './viewport';

beforeAll(async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  await startI18n();
});
beforeEach(() => setViewport(1440));
afterEach(cleanup);
