import { makeStyles, tokens } from '@fluentui/react-components';

export const ROW_HEIGHT_PX = 36;
export const HEADER_HEIGHT_PX = 36;
/** The columns of the check mark and of the row's menu. */
export const MARK_WIDTH_PX = 36;

/** What a row is painted on, for what lies over it: a mask for it would be a layer in every row, in every frame. */
const BACKGROUND = '--grid-row-background';
const painted = (color: string) => ({ [BACKGROUND]: color, backgroundColor: `var(${BACKGROUND})` });

/** Classes shared by header and rows; made once for the whole grid, not per cell. */
export const useGridStyles = makeStyles({
  scroller: {
    position: 'relative',
    flexGrow: 1,
    minHeight: 0,
    overflow: 'auto',
    // What takes the focus is not left beneath the column of the row's menu.
    scrollPaddingRight: `${MARK_WIDTH_PX}px`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    contain: 'strict',
    '@media print': { contain: 'none', overflow: 'visible', border: 'none' },
  },
  /** On paper a table: only what is one has its header on every sheet. */
  grid: {
    position: 'relative',
    '@media print': { display: 'table', tableLayout: 'fixed', width: '100%' },
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 2,
    '@media print': { display: 'table-header-group', position: 'static', breakInside: 'avoid' },
  },
  header: {
    display: 'grid',
    height: `${HEADER_HEIGHT_PX}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    boxSizing: 'border-box',
    ...painted(tokens.colorNeutralBackground2),
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
  },
  body: { position: 'relative', '@media print': { display: 'table-row-group' } },
  /** Of a sheet: which of the rows are on it. */
  cut: { margin: `0 0 ${tokens.spacingVerticalS}` },
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    display: 'grid',
    height: `${ROW_HEIGHT_PX}px`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'default',
    contain: 'layout style',
    '@media print': {
      position: 'static',
      transform: 'none !important',
      height: 'auto',
      minHeight: '24px',
      breakInside: 'avoid',
      fontSize: tokens.fontSizeBase200,
    },
    ...painted(tokens.colorNeutralBackground1),
    ':hover': painted(tokens.colorNeutralBackground1Hover),
  },
  selected: {
    ...painted(tokens.colorBrandBackground2),
    ':hover': painted(tokens.colorBrandBackground2Hover),
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  cell: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    padding: `0 ${tokens.spacingHorizontalS}`,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    outlineStyle: 'none',
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      borderRadius: tokens.borderRadiusMedium,
    },
    '& > *': { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
    '@media print': {
      padding: `0 ${tokens.spacingHorizontalXS}`,
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
    },
  },
  /** A block, not a flex box: where it is too wide its end is left out and says so, not its first digits. */
  figure: {
    display: 'block',
    lineHeight: `${ROW_HEIGHT_PX - 1}px`,
    '@media print': { lineHeight: '24px' },
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
  },
  numeric: { justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums' },
  sortable: {
    cursor: 'pointer',
    columnGap: tokens.spacingHorizontalXS,
    ':hover': { color: tokens.colorNeutralForeground1 },
  },
  mark: { justifyContent: 'center', padding: 0, '@media print': { display: 'none' } },
  /** Stays at the right edge of the list. What scrolls beneath it fades out, over a cell's padding: at rest nothing is dimmed. */
  pinned: {
    position: 'sticky',
    right: 0,
    zIndex: 1,
    overflow: 'visible',
    backgroundColor: 'inherit',
    '@media print': { display: 'none' },
    '::before': {
      content: '""',
      position: 'absolute',
      right: '100%',
      top: 0,
      bottom: 0,
      width: tokens.spacingHorizontalS,
      backgroundImage: `linear-gradient(to right, transparent, var(${BACKGROUND}))`,
      pointerEvents: 'none',
      '@media (forced-colors: active)': { backgroundImage: 'none' },
    },
  },
  checkbox: {
    width: '16px',
    height: '16px',
    margin: 0,
    flexShrink: 0,
    accentColor: tokens.colorCompoundBrandBackground,
  },
  menuButton: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '28px',
    height: '28px',
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground1 },
  },
});
