import { createContext } from 'react';

/** Colours that Fluent has no token for: what a series of a chart is drawn in, for the theme in use. */
export interface ChartPalette {
  readonly rpo: string;
  readonly log: string;
  readonly churn: string;
  readonly limit: string;
  readonly grid: string;
  readonly text: string;
}

export const ChartPaletteContext = createContext<ChartPalette>({
  rpo: 'currentColor',
  log: 'currentColor',
  churn: 'currentColor',
  limit: 'currentColor',
  grid: 'GrayText',
  text: 'currentColor',
});
