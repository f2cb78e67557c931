import en from '@/i18n/kit.en.json';
import zh from '@/i18n/kit.zh-CN.json';
import { addTexts } from '@/lib/i18n';

// The gallery's texts come with its pages: nobody else waits for them.
addTexts('zh-CN', zh);
addTexts('en', en);
