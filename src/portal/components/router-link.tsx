import { Link, type LinkProps } from '@fluentui/react-components';
import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';

export interface RouterLinkProps {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly appearance?: NonNullable<LinkProps['appearance']>;
  readonly inline?: boolean;
  readonly tabIndex?: number;
}

/** Fluent's link over the router: a real address, opened without a reload. */
export function RouterLink({ to, children, ...props }: RouterLinkProps): ReactElement {
  const href = useHref(to);
  const onClick = useLinkClickHandler<HTMLAnchorElement>(to);
  return (
    <Link as="a" href={href} onClick={(event: MouseEvent<HTMLAnchorElement>) => onClick(event)} {...props}>
      {children}
    </Link>
  );
}
