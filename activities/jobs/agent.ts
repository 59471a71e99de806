/** Jobs of the agent: thin wrappers that load and store its weights. */
import { encodeSafetensors } from '../../artifacts/safetensors';
import { pretrainStateEncoder as pretrain } from '../../search/encoderPretraining';
import * as policies from '../../search/policy';
import { encodeState } from '../../search/stateEncoder';
import * as vpg from '../../search/vpg';
import { loadWeights } from './loaded';
import type { JobImplementation } from './types';

export const pretrainStateEncoder: JobImplementation<'pretrainStateEncoder'> = async (params, context) => {
  const { weights, initialLoss, finalLoss } = await pretrain(params.config, params.known, params.seed, {
    onEpoch: (epoch, epochs, loss) =>
      context.progress(epoch / epochs, `epoch ${epoch}/${epochs}, loss ${loss.toFixed(4)}`),
    signal: context.signal,
  });
  return { encoder: await context.store.put(encodeSafetensors(weights), 'encoder'), initialLoss, finalLoss };
};

export const initializePolicy: JobImplementation<'initializePolicy'> = async ({ config, seed }, { store }) => ({
  policy: await store.put(encodeSafetensors(policies.initializePolicy(config, seed)), 'policy'),
});

export const proposeAction: JobImplementation<'proposeAction'> = async (params, { store }) => {
  const { config, state, seed, choose } = params;
  const [encoder, policy] = await Promise.all([loadWeights(store, params.encoder), loadWeights(store, params.policy)]);
  return policies.proposeAction(config, policy, encodeState(encoder, state), choose === 'mode' ? 'mode' : { seed });
};

export const updatePolicy: JobImplementation<'updatePolicy'> = async ({ config, transitions, ...refs }, { store }) => {
  const [encoder, policy] = await Promise.all([loadWeights(store, refs.encoder), loadWeights(store, refs.policy)]);
  const encoded = transitions.map(({ state, ...rest }) => ({ ...rest, states: encodeState(encoder, state) }));
  const update = vpg.updatePolicy(config, policy, encoded);
  return { ...update, policy: await store.put(encodeSafetensors(update.policy), 'policy') };
};
