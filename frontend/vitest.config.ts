import { defineConfig, mergeConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      environment: 'jsdom',
      include: ['src/**/*.test.{ts,tsx}'],
      setupFiles: ['src/testing/setup.ts'],
      restoreMocks: true,
      testTimeout: 20_000,
      // One copy of the router: nuqs would bring the other condition's.
      server: { deps: { inline: ['nuqs', 'react-router'] } },
    },
  }),
);
