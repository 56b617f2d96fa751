import { Field, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { ChoiceField } from '../../components/choice-field.tsx';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';

const NONE = '';

/** The network of a test machine; empty: none. Where the networks of Azure are not known, its ARM id is typed. */
export function TestNetworkField({
  networkId,
  onChange,
}: {
  readonly networkId: string;
  readonly onChange: (networkId: string) => void;
}): ReactElement {
  const { data: networks = [], isPending } = useTargetNetworks();
  if (networks.length === 0 && !isPending) {
    return (
      <Field label={t('failover.test.networkId')} hint={t('failover.test.networkHint')}>
        <Input value={networkId} onChange={(_, { value }) => onChange(value)} />
      </Field>
    );
  }
  return (
    <ChoiceField
      label={t('failover.test.network')}
      isDisabled={isPending}
      choices={[
        { value: NONE, text: t('network.none') },
        ...networks.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      value={networks.find(({ id }) => id === networkId)?.id ?? NONE}
      onChange={onChange}
    />
  );
}
