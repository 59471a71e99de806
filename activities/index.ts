import { agentActivities } from './agent';
import { dataActivities } from './data';
import { catalogActivities } from './catalogActivities';
import type { ActivityDependencies } from './dependencies';
import { listActivities } from './lists';
import { reportActivities } from './report';
import { rewardActivities } from './reward';
import { trainingActivities } from './training';
import type { Activities } from './types';

/** All activities of the search, over the given store, trainers and folders. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  return {
    ...dataActivities(dependencies),
    ...trainingActivities(dependencies),
    ...agentActivities(dependencies),
    ...rewardActivities(dependencies),
    ...reportActivities(dependencies),
    ...listActivities(dependencies),
    ...catalogActivities(dependencies),
  };
}
