import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { Fragment, useEffect, type ReactElement, type ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';
import { CommandBar, type Command } from './command-bar.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0, boxSizing: 'border-box' },
  header: {
    flexShrink: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} 0`,
    '@media (max-width: 560px)': { paddingInline: tokens.spacingHorizontalM },
  },
  heading: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '40px',
    flexWrap: 'wrap',
  },
  title: {
    margin: 0,
    minWidth: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
  commands: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, marginTop: tokens.spacingVerticalXS },
  crumbs: { marginLeft: '-6px' },
  content: {
    flexGrow: 1,
    minHeight: 0,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXL}`,
    '@media (max-width: 560px)': { paddingInline: tokens.spacingHorizontalM },
  },
  scrolling: { overflowY: 'auto' },
  fixed: { display: 'flex', flexDirection: 'column', overflow: 'hidden' },
});

export interface Crumb {
  readonly label: string;
  readonly to: string;
}

export interface PageFrameProps {
  readonly title: string;
  /** What the browser's tab says; the title when missing. Carries what matters ("● 3 critical – Replicated items"). */
  readonly documentTitle?: string;
  /** Pages above this one, without it. */
  readonly crumbs?: readonly Crumb[];
  /** Right of the title: a badge, an "as of". */
  readonly aside?: ReactNode;
  readonly commands?: readonly Command[];
  /** True when the content scrolls itself (a grid). */
  readonly isFixed?: boolean;
  readonly children: ReactNode;
}

/** Breadcrumb, title, command bar, content: the same on every page. */
export function PageFrame({
  title,
  documentTitle,
  crumbs = [],
  aside,
  commands = [],
  isFixed = false,
  children,
}: PageFrameProps): ReactElement {
  const styles = useStyles();
  const tab = t('title.page', { page: documentTitle ?? title });
  useEffect(() => {
    document.title = tab;
  }, [tab]);
  return (
    <div className={styles.root}>
      <header className={styles.header}>
        <Breadcrumb size="small" aria-label={t('app.breadcrumb')} className={styles.crumbs}>
          {crumbs.map((crumb) => (
            <Fragment key={crumb.to}>
              <BreadcrumbItem>
                <CrumbLink crumb={crumb} />
              </BreadcrumbItem>
              <BreadcrumbDivider />
            </Fragment>
          ))}
        </Breadcrumb>
        <div className={styles.heading}>
          <h1 tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {aside}
        </div>
        {commands.length > 0 && (
          <div className={styles.commands}>
            <CommandBar commands={commands} label={title} />
          </div>
        )}
      </header>
      <div className={mergeClasses(styles.content, isFixed ? styles.fixed : styles.scrolling)}>
        <ErrorBoundary title={t('error.page')} resetKey={title}>
          {children}
        </ErrorBoundary>
      </div>
    </div>
  );
}

function CrumbLink({ crumb }: { readonly crumb: Crumb }): ReactElement {
  const href = useHref(crumb.to);
  const onClick = useLinkClickHandler<HTMLAnchorElement>(crumb.to);
  return (
    <BreadcrumbButton as="a" href={href} onClick={(event: React.MouseEvent<HTMLAnchorElement>) => onClick(event)}>
      {crumb.label}
    </BreadcrumbButton>
  );
}
