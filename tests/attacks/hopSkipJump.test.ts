import { behavesAsAnAttack } from './conformance';
behavesAsAnAttack('hopskipjump', { epsilon: 0.15, steps: 2 }, { breaks: 5 });
behavesAsAnAttack('hopskipjump', { epsilon: 0.8, steps: 1, norm: 'l2' }, { breaks: 5 });
