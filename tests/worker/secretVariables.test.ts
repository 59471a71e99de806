import { describe, expect, it } from 'vitest';

import { secretVariables, withoutSecrets } from '../../worker/serverAccess';
import { trainerEnvironment } from '../../worker/trainerEnvironment';

const environment = { PATH: '/bin', ...Object.fromEntries(secretVariables.map((name) => [name, 'planted'])) };

describe('secret variables', () => {
  it('are those of the API key and of the codec key', () => {
    expect(secretVariables).toEqual(['RCNAS_TEMPORAL_API_KEY', 'RCNAS_CODEC_KEY']);
    expect(withoutSecrets(environment)).toEqual({ PATH: '/bin' });
  });

  it('are not handed to trainers', () => {
    const handed = trainerEnvironment({ threads: 1, storeRoot: '/store', dataRoots: ['/a', '/b'] }, environment);
    expect(handed).toMatchObject({ PATH: '/bin', RCNAS_DATA_ROOTS: '/a:/b' });
    expect(Object.values(handed)).not.toContain('planted');
  });
});
