import { behavesAsAnAttack } from './conformance';
behavesAsAnAttack('square', { epsilon: 0.15, queries: 40 }, { breaks: 5 });
