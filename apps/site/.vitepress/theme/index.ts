import type { Theme } from 'vitepress';
import theme from 'vitepress/theme-without-fonts';
import { LiveExample } from './live-example.js';
import './style.css';

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component('LiveExample', LiveExample);
  },
} satisfies Theme;
