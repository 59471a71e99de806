import { behavesAsAnAttack } from './conformance';

behavesAsAnAttack('fab-t', { epsilon: 0.1, steps: 4, targets: 2 });
behavesAsAnAttack('fab-t', { epsilon: 0.5, steps: 4, targets: 2, norm: 'l2' });
behavesAsAnAttack('fab-t', { epsilon: 0.1, steps: 3, targeted: false, restarts: 2 });
