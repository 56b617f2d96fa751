import { Component, type ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import { t } from '../strings/translate.ts';

interface Props {
  /** What stopped, for the reader. */
  readonly title?: string;
  /** When it changes, the boundary tries again. */
  readonly resetKey?: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly resetKey: string | undefined;
}

/** Keeps the failure of one panel from taking the page with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <ErrorPanel
        title={this.props.title ?? t('error.panel')}
        error={error}
        onRetry={() => this.setState({ error: null })}
      />
    );
  }
}
