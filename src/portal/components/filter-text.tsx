import { SearchBox } from '@fluentui/react-components';
import { startTransition, useState, type ReactElement } from 'react';

export interface FilterTextProps {
  readonly className?: string;
  readonly label: string;
  readonly placeholder: string;
  /** What the address says. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/**
 * The text that a list is filtered by. While somebody types, the field shows what is typed: the address follows a
 * moment later, and a field that waited for it would move the caret and break off an input method's composition.
 */
export function FilterText({ className, label, placeholder, value, onChange }: FilterTextProps): ReactElement {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <SearchBox
      {...(className ? { className } : {})}
      aria-label={label}
      placeholder={placeholder}
      data-search=""
      value={typed ?? value}
      onChange={(_, data) => {
        setTyped(data.value);
        onChange(data.value);
      }}
      // As a transition: not before the last change of the address, which is one too.
      onBlur={() => startTransition(() => setTyped(null))}
    />
  );
}
