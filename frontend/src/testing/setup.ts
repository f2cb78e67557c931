import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { startI18n } from '@/lib/i18n';
import { setViewport } from './viewport';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

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

// jsdom knows the element and not what it does.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
