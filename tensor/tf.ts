/**
 * The one door to TensorFlow.js. Every other file imports `tf` from here, so that the order of
 * environment settings and the import of the native addon is decided in one place.
 */
// TensorFlow reads its log level once, when the shared library is loaded.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

import * as tf from '@tensorflow/tfjs-node-gpu';

export { tf };
