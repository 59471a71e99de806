import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import { checkPayload } from '../workflows/payloadLimit';

/** An activity whose result is too large for a history fails, and with it the run, with a sentence that names it. */
export const limitActivityResults: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    async execute(input, next) {
      const result = await next(input);
      checkPayload(`the result of ${info.activityType}`, [result]);
      return result;
    },
  },
});
