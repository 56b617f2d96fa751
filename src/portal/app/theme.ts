import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from '@fluentui/react-components';
import type { ChartPalette } from '../components/chart-palette.ts';

/**
 * The brand ramp: a calm azure, equal steps of lightness in OKLCH at hue 248→238.
 * 80 carries white text at 5.3 : 1; 110 stands on the dark background at more than 6 : 1.
 */
const brand: BrandVariants = {
  10: '#000e23',
  20: '#001938',
  30: '#00264e',
  40: '#003364',
  50: '#004279',
  60: '#00518d',
  70: '#0060a0',
  80: '#0070b1',
  90: '#1680c0',
  100: '#3590cd',
  110: '#51a0d8',
  120: '#6cb0e1',
  130: '#88c0e8',
  140: '#a4d0ee',
  150: '#c1dff4',
  160: '#d6efff',
};

/** One step darker than Fluent's: text on the brand's tint (pills, the retry ladder) needs 4.5 : 1 and had 4.46. */
export const lightTheme: Theme = { ...createLightTheme(brand), colorBrandForeground1: brand[70] };

const dark = createDarkTheme(brand);
/** Fluent's dark brand foreground is too dim for small text; two steps up reads at 7 : 1. */
export const darkTheme: Theme = {
  ...dark,
  // The tracks of bars, as clear as in the light theme.
  colorNeutralBackground6: dark.colorNeutralStroke2,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorBrandForegroundLinkPressed: brand[110],
};

/** The dark theme's tokens that high contrast raises; the first that a token matches. Text reads at 10 : 1 and more. */
const RAISED: readonly (readonly [tokens: RegExp, colour: string])[] = [
  [/^colorNeutralForeground(Inverted)?Disabled/, '#b3b3b3'],
  [/^colorNeutralForeground[1-4]/, '#ffffff'],
  [/^colorNeutralBackground6$/, '#333333'],
  [/^colorNeutralBackground[1-5]$/, '#000000'],
  [/^colorNeutralBackground[1-6](Hover|Pressed|Selected)$/, '#2b2b2b'],
  // The edges of dialogs and menus, black on black otherwise.
  [/^colorTransparentStroke(Interactive)?$/, '#ffffff'],
  [/^colorNeutralStroke(1|Accessible)/, '#ffffff'],
  [/^colorNeutralStroke[23]/, '#c7c7c7'],
  [/^color(Compound)?Brand(Foreground|Stroke)/, brand[150]],
];

/**
 * Dark with everything that is dim in it raised. Not Fluent's own theme for high contrast: that has one colour for
 * healthy and critical, and bars whose track is as bright as what fills them.
 */
export const contrastTheme = Object.fromEntries(
  Object.entries(darkTheme).map(([token, value]) => [
    token,
    RAISED.find(([tokens]) => tokens.test(token))?.[1] ?? value,
  ]),
) as Theme;

export const lightCharts: ChartPalette = {
  rpo: brand[80],
  log: '#8a3ea8',
  churn: '#0b7a53',
  limit: '#b10e1c',
  grid: '#e0e0e0',
  text: '#424242',
};

export const darkCharts: ChartPalette = {
  rpo: brand[110],
  log: '#c58fdc',
  churn: '#5bbf95',
  limit: '#f1707b',
  grid: '#3d3d3d',
  text: '#d6d6d6',
};

export const contrastCharts: ChartPalette = {
  rpo: '#1aebff',
  log: '#ff9df5',
  churn: '#3ff23f',
  limit: '#ffff01',
  grid: '#8a8a8a',
  text: '#ffffff',
};
