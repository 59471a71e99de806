import { behavesAsAnAttack } from './conformance';

behavesAsAnAttack('apgd-ce', { epsilon: 0.05, steps: 9 });
behavesAsAnAttack('apgd-ce', { epsilon: 0.3, steps: 6, restarts: 2, norm: 'l2' });
behavesAsAnAttack('apgd-dlr', { epsilon: 0.04, steps: 5, restarts: 2, rho: 0.9 });
behavesAsAnAttack('apgd-t', { epsilon: 0.04, steps: 5, targets: 2 });
behavesAsAnAttack('apgd-t', { epsilon: 0.3, steps: 4, restarts: 2, targets: 9, norm: 'l2' });
