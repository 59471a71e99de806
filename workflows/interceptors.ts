/** What holds for every workflow: payloads have a limit, and activities have the run's priority. */
import { workflowInfo, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

import { checkPayload } from './payloadLimit';

export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        const result = await next(input);
        checkPayload('the result of the workflow', [result]);
        return result;
      },
    },
  ],
  outbound: [
    {
      async scheduleActivity(input, next) {
        checkPayload(`the input of ${input.activityType}`, input.args);
        const { priority } = workflowInfo();
        // A task that a worker gets at once, without a queue, says no inherited priority: it is said of the activity.
        return await next(priority === undefined ? input : { ...input, options: { priority, ...input.options } });
      },
      async startChildWorkflowExecution(input, next) {
        checkPayload(`the input of the workflow ${input.workflowType}`, input.options.args ?? []);
        return await next(input);
      },
      async signalWorkflow(input, next) {
        checkPayload(`the signal ${input.signalName}`, input.args);
        return await next(input);
      },
      async continueAsNew(input, next) {
        checkPayload('what the workflow continues with', input.args);
        return await next(input);
      },
    },
  ],
});
