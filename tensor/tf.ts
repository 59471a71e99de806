/**
 * The one door to TensorFlow.js. Every other file imports `tf` from here, so that the order of
 * environment settings and the import of the native addon is decided in one place.
 */
import './environment';

import * as tf from '@tensorflow/tfjs-node-gpu';

export { tf };
