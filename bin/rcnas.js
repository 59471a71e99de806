#!/usr/bin/env node
'use strict';

const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const main = join(__dirname, '..', 'dist', 'cli', 'main.js');

if (existsSync(main)) {
  // Since Node 22.1: halves the time to load the command line.
  enableCompileCache?.(join(__dirname, '..', 'node_modules', '.rcnas', 'compile-cache'));
  require(main)
    .main(process.argv)
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
} else {
  process.stderr.write('rcnas is not built yet. Set it up first: npm run setup\n');
  process.exitCode = 1;
}
