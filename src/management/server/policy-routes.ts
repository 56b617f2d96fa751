import type { PolicyId } from '../../core/model.ts';
import { badRequest } from './arm-error.ts';
import { guidOf } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { policyInput, policyUpdateInput, readInput } from './inputs.ts';
import { pageOf } from './paging.ts';
import { policyOf, policyResource } from './policy-resource.ts';
import { type App, param, urlOf } from './routes.ts';

const POLICY_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,61}[A-Za-z0-9])?$/;

export function addPolicyRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  const { storageAccountId } = server.options;

  app.get('/replicationpolicies', (c) => {
    const policies = engine.policies().toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return c.json(
      pageOf(
        policies,
        (policy) => policy.name,
        (policy) => policyResource(policy, storageAccountId),
        urlOf(c),
      ),
    );
  });
  app.get('/replicationpolicies/:policy', (c) =>
    c.json(policyResource(server.policy(param(c, 'policy')), storageAccountId)),
  );
  for (const method of ['put', 'patch'] as const) {
    app[method]('/replicationpolicies/:policy', async (c) => {
      const name = param(c, 'policy');
      if (!POLICY_NAME.test(name)) {
        throw badRequest(
          'InvalidPolicyName',
          'A policy name has 1 to 63 letters, digits, spaces, dots, hyphens and underscores.',
        );
      }
      const before = method === 'patch' ? server.policy(name) : server.findPolicy(name);
      const wanted =
        method === 'patch'
          ? (await readInput(c.req.raw, policyUpdateInput)).properties.replicationProviderSettings
          : (await readInput(c.req.raw, policyInput)).properties.providerSpecificInput;
      const policyId = before?.policyId ?? (guidOf(`policy/${name}`) as PolicyId);
      await server.dispatch({ kind: 'putPolicy', policy: policyOf(policyId, before?.name ?? name, wanted, before) });
      return c.json(policyResource(server.policy(policyId), storageAccountId));
    });
  }
  app.delete('/replicationpolicies/:policy', async (c) => {
    const policy = server.findPolicy(param(c, 'policy'));
    if (!policy) return c.body(null, 204);
    await server.dispatch({ kind: 'deletePolicy', policyId: policy.policyId });
    return c.body(null, 204);
  });
}
