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
  /** The whole text, where there may be room for a part of it only. */
  readonly title?: string;
  /** Beside the navigation, before it. */
  readonly onFollow?: () => void;
}

/** Fluent's link over the router: a real address, opened without a reload. */
export function RouterLink({ to, children, onFollow, ...props }: RouterLinkProps): ReactElement {
  const href = useHref(to);
  const navigate = useLinkClickHandler<HTMLAnchorElement>(to);
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    onFollow?.();
    navigate(event);
  };
  return (
    <Link as="a" href={href} onClick={onClick} {...props}>
      {children}
    </Link>
  );
}
