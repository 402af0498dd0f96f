import { defineConfig } from '@playwright/test';
import browsers from './playwright.config.ts';

/** `npm run tour`: plays the story in both languages and takes the pictures of the README. */
export default defineConfig(browsers, {
  testMatch: 'tour/*.spec.ts',
  outputDir: '../../test-results/tour-run',
});
