import { Dropdown, Field, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface ChoiceFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice[];
  /** Of the choice made; one that is none of them is no choice. */
  readonly value: string;
  /** Shown while no choice is made. */
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  /** Of the box; its width is 250 px at least where this says nothing else. */
  readonly className?: string;
  readonly onChange: (value: string) => void;
}

/** One of a few, chosen by its name from a list. */
export function ChoiceField(props: ChoiceFieldProps): ReactElement {
  const {
    label,
    hint,
    choices,
    value,
    placeholder,
    isRequired = false,
    isDisabled = false,
    className,
    onChange,
  } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Field label={label} required={isRequired} {...(hint === undefined ? {} : { hint })}>
      <Dropdown
        className={className}
        disabled={isDisabled}
        {...(placeholder === undefined ? {} : { placeholder })}
        value={chosen?.text ?? ''}
        selectedOptions={chosen ? [chosen.value] : []}
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && onChange(optionValue)}
      >
        {choices.map((choice) => (
          <Option key={choice.value} value={choice.value}>
            {choice.text}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
