/** Settings that TensorFlow reads once, when its library is loaded: a module of its own, so that it runs before that. */
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// By itself TensorFlow leaves oneDNN off on x64 processors without AVX-512 VNNI. There too it is half as fast again, and
// only with it are there gradients of grouped convolutions.
if (process.arch === 'x64') process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
