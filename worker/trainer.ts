/** Entry of a trainer process, the only kind of process that loads TensorFlow. */
import { serveJobs } from './trainerLoop';

void serveJobs(async () => {
  const storeRoot = process.env['RCNAS_STORE_ROOT'];
  if (storeRoot === undefined) throw new Error('RCNAS_STORE_ROOT names no folder');
  const [{ tf }, { jobTable }, { openStore }] = await Promise.all([
    import('../tensor/tf.js'),
    import('../activities/jobs/index.js'),
    import('../artifacts/openStore.js'),
  ]);
  const { store } = await openStore({ folder: storeRoot, url: process.env['RCNAS_STORE'] });
  await tf.ready();
  const { binding, isUsingGpuDevice } = tf.backend() as unknown as {
    binding: { TF_Version: string };
    isUsingGpuDevice: boolean;
  };
  return {
    jobs: jobTable,
    store,
    tensorflow: binding.TF_Version,
    device: isUsingGpuDevice ? 'gpu' : 'cpu',
  };
});
