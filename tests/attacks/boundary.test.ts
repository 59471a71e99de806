import { behavesAsAnAttack } from './conformance';
behavesAsAnAttack('boundary', { epsilon: 0.8, steps: 100, norm: 'l2' }, { breaks: 5 });
