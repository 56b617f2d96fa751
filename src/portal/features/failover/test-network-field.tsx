import { Dropdown, Field, Input, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';

const NONE = 'none';

/** The network of a test machine; empty: none. Where the networks of Azure are not known, its ARM id is typed. */
export function TestNetworkField({
  networkId,
  onChange,
}: {
  readonly networkId: string;
  readonly onChange: (networkId: string) => void;
}): ReactElement {
  const networks = useTargetNetworks().data ?? [];
  if (networks.length === 0) {
    return (
      <Field label={t('failover.test.networkId')} hint={t('failover.test.networkHint')}>
        <Input value={networkId} onChange={(_, { value }) => onChange(value)} />
      </Field>
    );
  }
  const chosen = networks.find(({ id }) => id === networkId);
  return (
    <Field label={t('failover.test.network')}>
      <Dropdown
        value={chosen?.name ?? t('network.none')}
        selectedOptions={[chosen?.id ?? NONE]}
        onOptionSelect={(_, { optionValue = NONE }) => onChange(optionValue === NONE ? '' : optionValue)}
      >
        <Option value={NONE}>{t('network.none')}</Option>
        {networks.map(({ id, name }) => (
          <Option key={id} value={id}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
