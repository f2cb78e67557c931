import 'i18next';
import type kit from './kit.zh-CN.json';
import type zh from './zh-CN.json';

// Keys are checked by the compiler against the Chinese texts.
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zh & typeof kit };
  }
}
