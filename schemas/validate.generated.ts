/* eslint-disable */
// @ts-nocheck
// Generated from schemas/pipeline.schema.json by scripts/generate.mjs; not to be edited.

/** What ajv says of one place of a document. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The name that is wrong, when the error is about a key. */
  readonly propertyName?: string;
}

export interface SchemaValidator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export const validate = validate20 as unknown as SchemaValidator;
const schema31 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:rcnas:schema:pipeline:v1',
  title: 'PipelineSpec',
  description:
    'A search for small, adversarially robust networks: data sets, attacks, teachers with budgets, how networks are trained, how the agent searches, and the targets it ends with.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'data', 'attacks', 'teachers', 'targets'],
  properties: {
    apiVersion: { description: 'Version of this format.', type: 'string', const: 'rcnas/v1' },
    kind: {
      description:
        'What the file describes: a whole search, or the fine-tuning of an agent that an earlier run has trained.',
      type: 'string',
      enum: ['Pipeline', 'FineTune'],
    },
    metadata: { description: 'What people call the run.', $ref: '#/$defs/metadata' },
    agent: {
      description:
        'With `kind: FineTune`: whose agent is fine-tuned. Its encoder, policy, LIPS and CT settings come with it.',
      $ref: '#/$defs/agent',
      'x-defaultText': 'none; required with `kind: FineTune`',
    },
    seed: {
      description: 'Seed of everything random. The same file and seed give the same numbers.',
      type: 'integer',
      minimum: 0,
      maximum: 2147483647,
      default: 0,
    },
    data: {
      description: 'Data sets by name; all of them are in the data buffer unless `search.buffers.data` names fewer.',
      type: 'object',
      minProperties: 1,
      maxProperties: 100,
      propertyNames: { $ref: '#/$defs/name' },
      additionalProperties: { $ref: '#/$defs/data' },
    },
    attacks: {
      description:
        'Attacks by name; all of them are in the attack buffer unless `search.buffers.attacks` names fewer. The name `clean` is taken.',
      type: 'object',
      minProperties: 1,
      maxProperties: 100,
      propertyNames: { $ref: '#/$defs/name' },
      additionalProperties: { $ref: '#/$defs/attack' },
    },
    teachers: {
      description: 'Networks to compress, each with the budget of what comes out of it.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { $ref: '#/$defs/teacher' },
    },
    training: { description: 'How networks are trained adversarially.', $ref: '#/$defs/trainings', default: {} },
    search: { description: 'The agent and its two levels of learning.', $ref: '#/$defs/search', default: {} },
    targets: {
      description:
        'What the search is for: for each target the meta-trained agent is fine-tuned, and the chosen child is trained in full and attacked on the test set.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { $ref: '#/$defs/target' },
    },
    evaluate: {
      description:
        'What the final networks and their teachers are tested with on the test set: `clean` and names of attacks.',
      type: 'array',
      minItems: 1,
      maxItems: 101,
      uniqueItems: true,
      items: { description: '`clean` or the name of an attack of this file.', type: 'string', 'x-noun': 'attack' },
      'x-defaultText': '`clean` and every attack',
    },
  },
  examples: [
    {
      apiVersion: 'rcnas/v1',
      kind: 'Pipeline',
      metadata: { name: 'example', description: 'Small networks for digits under PGD' },
      seed: 7,
      data: { digits: { source: 'digits', evaluation: 128 } },
      attacks: {
        'pgd-8': { type: 'pgd', epsilon: '8/255', steps: 20, stepSize: '0.8/255' },
        'cw-8': { type: 'cw', epsilon: '8/255' },
      },
      teachers: [
        { architecture: 'WRN-16-1', budget: '400k' },
        { architecture: 'WRN-16-2', budget: '1.5M' },
      ],
      training: {
        teacher: { method: 'trades', epochs: 10 },
        child: { method: 'standard', epochs: 5 },
        final: { method: 'trades', epochs: 30, select: 'best-pgd' },
      },
      search: { meta: { iterations: 3, timeSteps: 3 }, fineTune: { iterations: 3 } },
      targets: [{ data: 'digits', attack: 'pgd-8', teacher: 'WRN-16-2' }],
      evaluate: ['clean', 'pgd-8', 'cw-8'],
    },
  ],
  $defs: {
    name: {
      description: 'A name that other parts of the file refer to.',
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9-]*$',
      maxLength: 40,
      'x-hint': 'lower-case letters, digits and hyphens, the first one a letter or digit',
    },
    label: {
      description: 'A name that may have capital letters and dots, as names of networks do.',
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
      maxLength: 100,
      'x-hint': 'letters, digits, dots and hyphens, the first one a letter or digit',
    },
    fraction: {
      description: 'A share of the pixel range [0,1]: a fraction such as 8/255, or a number.',
      type: ['number', 'string'],
      pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$',
      exclusiveMinimum: 0,
      maximum: 1,
      'x-quantity': 'fraction',
      'x-hint': 'a number, or a fraction such as 8/255',
    },
    radius: {
      description:
        'A radius or length: in L-infinity a share of the pixel range, at most 1; in L2 a distance between images. A fraction such as 8/255, or a number.',
      type: ['number', 'string'],
      pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$',
      exclusiveMinimum: 0,
      'x-quantity': 'fraction',
      'x-hint': 'a number, or a fraction such as 8/255',
    },
    macs: {
      description: 'A number of multiply-accumulates, with a unit if wanted: k, M, G or T, such as 1.5M or 5G.',
      type: ['number', 'string'],
      pattern: '^[0-9]+(\\.[0-9]+)?[kMGT]?$',
      minimum: 1000,
      maximum: 1000000000000000,
      'x-quantity': 'count',
      'x-hint': 'a number, or one with a unit such as 1.5M or 5G (units: k, M, G, T)',
    },
    metadata: {
      description: 'What people call the run.',
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { description: 'Name of the pipeline; part of run and workflow ids.', $ref: '#/$defs/name' },
        description: {
          description: 'A sentence for people, shown in the report.',
          type: 'string',
          maxLength: 1000,
          'x-defaultText': 'none',
        },
      },
    },
    agent: {
      description: 'An agent in the store, named by its run or by its policy; `rcnas agents` lists them.',
      type: 'object',
      additionalProperties: false,
      properties: {
        run: {
          description:
            'Id of the run that trained it, or the name of a pipeline for its newest run that has completed. Of a run of `kind: FineTune` it is the agent that the run began with.',
          type: 'string',
          pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
          maxLength: 200,
          'x-hint': 'letters, digits, dots, hyphens and underscores, the first one a letter or digit',
          'x-defaultText': 'none: give `run` or `policy`',
        },
        policy: {
          description: 'SHA-256 of the policy.',
          type: 'string',
          pattern: '^[0-9a-f]{64}$',
          'x-hint': '64 hex digits in lower case',
          'x-defaultText': 'none: give `run` or `policy`',
        },
      },
    },
    data: {
      description: 'A data set and its split.',
      type: 'object',
      required: ['source'],
      discriminator: { propertyName: 'source' },
      oneOf: [{ $ref: '#/$defs/digits' }, { $ref: '#/$defs/fashionMnist' }],
    },
    digits: {
      description: '1,797 handwritten digits, 8x8 pixels, one channel, 10 classes; comes with rcnas.',
      type: 'object',
      additionalProperties: false,
      required: ['source'],
      properties: {
        source: { description: 'Which data set.', type: 'string', const: 'digits', 'x-noun': 'data set' },
        evaluation: {
          description: 'Number of training images set aside for LIPS and the reward; never trained on.',
          type: 'integer',
          minimum: 1,
          maximum: 1000000,
          default: 128,
        },
        path: {
          description: "Folder with the files; a relative one starts at the spec's folder.",
          type: 'string',
          minLength: 1,
          maxLength: 4096,
          'x-defaultText': 'the file that comes with rcnas',
        },
        limitTrain: {
          description: 'Train on this many images only (the first of a seeded shuffle), for short runs.',
          type: 'integer',
          minimum: 2,
          maximum: 1000000,
          'x-defaultText': 'all',
        },
        limitTest: {
          description: 'Test on this many images only (the first of a seeded shuffle), for short runs.',
          type: 'integer',
          minimum: 1,
          maximum: 1000000,
          'x-defaultText': 'all',
        },
      },
    },
    fashionMnist: {
      description: '60,000 training and 10,000 test images of clothes, 28x28 pixels, one channel, 10 classes.',
      type: 'object',
      additionalProperties: false,
      required: ['source'],
      properties: {
        source: { description: 'Which data set.', type: 'string', const: 'fashion-mnist', 'x-noun': 'data set' },
        evaluation: {
          description: 'Number of training images set aside for LIPS and the reward; never trained on.',
          type: 'integer',
          minimum: 1,
          maximum: 1000000,
          default: 256,
        },
        path: {
          description: "Folder with the four IDX files; a relative one starts at the spec's folder.",
          type: 'string',
          minLength: 1,
          maxLength: 4096,
          'x-defaultText': "where Debian's package puts them, else a download",
        },
        limitTrain: {
          description: 'Train on this many images only (the first of a seeded shuffle), for short runs.',
          type: 'integer',
          minimum: 2,
          maximum: 1000000,
          'x-defaultText': 'all',
        },
        limitTest: {
          description: 'Test on this many images only (the first of a seeded shuffle), for short runs.',
          type: 'integer',
          minimum: 1,
          maximum: 1000000,
          'x-defaultText': 'all',
        },
      },
    },
    attack: {
      description: 'An attack with its parameters.',
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        { $ref: '#/$defs/fgsm' },
        { $ref: '#/$defs/pgd' },
        { $ref: '#/$defs/cw' },
        { $ref: '#/$defs/apgdCe' },
        { $ref: '#/$defs/apgdDlr' },
        { $ref: '#/$defs/apgdT' },
        { $ref: '#/$defs/fabT' },
        { $ref: '#/$defs/square' },
        { $ref: '#/$defs/autoattack' },
        { $ref: '#/$defs/a3' },
        { $ref: '#/$defs/adaptiveSearch' },
        { $ref: '#/$defs/naa' },
        { $ref: '#/$defs/hopskipjump' },
        { $ref: '#/$defs/boundary' },
      ],
    },
    fgsm: {
      description: 'Fast gradient sign method: one step of size epsilon.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'fgsm', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    pgd: {
      description: 'Projected gradient descent on the cross-entropy.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'pgd', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 20 },
        stepSize: {
          description: 'Length of a step.',
          $ref: '#/$defs/radius',
          'x-defaultFrom': { property: 'epsilon', divisor: 10 },
        },
        schedule: {
          description:
            'How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.',
          type: 'string',
          enum: ['constant', 'linear', 'cosine'],
          default: 'constant',
        },
        randomStart: {
          description: 'Start at a uniformly random point of the ball instead of the image.',
          type: 'boolean',
          default: true,
        },
        restarts: {
          description: 'Runs from different random starts; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    cw: {
      description: 'Projected gradient descent on the margin loss of Carlini and Wagner.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'cw', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 20 },
        stepSize: {
          description: 'Length of a step.',
          $ref: '#/$defs/radius',
          'x-defaultFrom': { property: 'epsilon', divisor: 10 },
        },
        schedule: {
          description:
            'How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.',
          type: 'string',
          enum: ['constant', 'linear', 'cosine'],
          default: 'constant',
        },
        randomStart: {
          description: 'Start at a uniformly random point of the ball instead of the image.',
          type: 'boolean',
          default: true,
        },
        restarts: {
          description: 'Runs from different random starts; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    apgdCe: {
      description: 'Auto-PGD on the cross-entropy: steps shorten by themselves when the loss stops rising.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'apgd-ce', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
        restarts: {
          description: 'Runs from different random starts; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        rho: {
          description: 'Share of increasing steps at or below which the length of a step is halved.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.75,
        },
        eot: {
          description: 'Gradients averaged per step, for networks that draw random numbers.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    apgdDlr: {
      description: 'Auto-PGD on the difference-of-logits-ratio loss, which does not depend on the scale of the logits.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'apgd-dlr', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
        restarts: {
          description: 'Runs from different random starts; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        rho: {
          description: 'Share of increasing steps at or below which the length of a step is halved.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.75,
        },
        eot: {
          description: 'Gradients averaged per step, for networks that draw random numbers.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    apgdT: {
      description: 'Auto-PGD on the targeted difference-of-logits-ratio loss, one class after the other.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'apgd-t', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
        restarts: {
          description: 'Runs from different random starts; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        rho: {
          description: 'Share of increasing steps at or below which the length of a step is halved.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.75,
        },
        eot: {
          description: 'Gradients averaged per step, for networks that draw random numbers.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        targets: {
          description:
            'Classes that are tried for each image, those of the highest logits first; at most all but its own.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 9,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    fabT: {
      description: 'Fast adaptive boundary attack: looks for the nearest image beyond the decision boundary.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'fab-t', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Steps per target.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
        restarts: {
          description: 'Runs, all but the first from random starts.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        targeted: {
          description: 'Try `targets` classes in turn; `false` goes to the nearest class at each step.',
          type: 'boolean',
          default: true,
        },
        targets: {
          description:
            'Classes that are tried for each image, those of the highest logits first; at most all but its own.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 9,
        },
        alphaMax: {
          description: 'Largest weight of the clean image in a step.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.1,
        },
        eta: {
          description: 'How far a step goes beyond the boundary: 1 is up to it.',
          type: 'number',
          minimum: 1,
          maximum: 2,
          default: 1.05,
        },
        beta: {
          description: 'Share of the distance to the clean image that is kept after a success.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.9,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    square: {
      description: 'Square attack: random search with windows, from logits alone.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'square', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
        queries: {
          description: 'Queries per image and run.',
          type: 'integer',
          minimum: 1,
          maximum: 10000000,
          default: 5000,
        },
        restarts: {
          description: 'Runs with other random windows; one success is enough.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        initialShare: {
          description: 'Share of the image that the first windows cover.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.8,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    autoattack: {
      description: 'AutoAttack: several attacks in turn, each on the images that no earlier one has broken.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'autoattack', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        version: {
          description:
            'Which attacks: `standard` (apgd-ce, apgd-t, fab-t, square), `plus` (more of them, with 5 restarts), `rand` (for networks that draw random numbers), or `custom`, those of `attacks`.',
          type: 'string',
          enum: ['standard', 'plus', 'rand', 'custom'],
          default: 'standard',
        },
        attacks: {
          description: 'Of version `custom`: names of attacks with their default parameters, in order.',
          type: 'array',
          maxItems: 20,
          items: {
            description: 'Name of an attack.',
            type: 'string',
            enum: [
              'fgsm',
              'pgd',
              'cw',
              'apgd-ce',
              'apgd-dlr',
              'apgd-t',
              'fab-t',
              'square',
              'a3',
              'adaptive-search',
              'naa',
              'hopskipjump',
              'boundary',
            ],
          },
          default: [],
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    a3: {
      description:
        'Adaptive auto attack of Liu et al. (2022): restarts whose directions and number follow what has worked on the whole set.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'a3', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
        iterations: {
          description: 'Budget of gradient steps per image, on average over the set.',
          type: 'integer',
          minimum: 1,
          maximum: 10000000,
          default: 1000,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    adaptiveSearch: {
      description:
        'Search for a sequence of attacks that suits the network, after Yao et al. (2021), in a reduced space.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'adaptive-search', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
        rounds: {
          description: 'Attacks in the sequence that is searched.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 3,
        },
        trials: {
          description: 'Configurations drawn per round.',
          type: 'integer',
          minimum: 1,
          maximum: 100000,
          default: 64,
        },
        points: {
          description: 'Images on which each is scored first.',
          type: 'integer',
          minimum: 1,
          maximum: 1000000,
          default: 100,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    naa: {
      description: 'Neuron attribution attack: suppresses features of an inner layer that speak for the class.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'naa', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 10 },
        stepSize: {
          description: 'Length of a step.',
          $ref: '#/$defs/fraction',
          'x-defaultFrom': { property: 'epsilon', divisor: 10 },
        },
        momentum: { description: 'Weight of earlier gradients.', type: 'number', minimum: 0, maximum: 10, default: 1 },
        samples: {
          description: 'Points on the path from the image to the black one.',
          type: 'integer',
          minimum: 1,
          maximum: 10000,
          default: 30,
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    hopskipjump: {
      description: 'HopSkipJump: walks along the decision boundary, from predicted classes alone.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'hopskipjump', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
        epsilon: {
          description: 'Radius of the ball; one in L2 has to be given.',
          $ref: '#/$defs/radius',
          default: '8/255',
        },
        steps: { description: 'Steps along the boundary.', type: 'integer', minimum: 1, maximum: 100000, default: 64 },
        queries: {
          description: 'Most queries per image.',
          type: 'integer',
          minimum: 1,
          maximum: 100000000,
          'x-defaultText': 'what that many `steps` need at most',
        },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    boundary: {
      description:
        'Boundary attack: a random walk along the decision boundary, from predicted classes alone, towards the image in L2.',
      type: 'object',
      additionalProperties: false,
      required: ['type', 'epsilon'],
      properties: {
        type: { description: 'Which attack.', type: 'string', const: 'boundary', 'x-noun': 'attack type' },
        norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['l2'], default: 'l2' },
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/radius' },
        steps: { description: 'Steps of the walk.', type: 'integer', minimum: 1, maximum: 10000000, default: 25000 },
        batchSize: {
          description: 'Images attacked at a time; no influence on the result.',
          type: 'integer',
          minimum: 1,
          maximum: 65536,
          default: 128,
        },
      },
    },
    teacher: {
      description: 'A network to compress.',
      type: 'object',
      additionalProperties: false,
      required: ['architecture', 'budget'],
      properties: {
        architecture: {
          description:
            'Name of the architecture: `WRN-<depth>-<width>` such as `WRN-28-10`, `WRN-34-R`, `RobustResNet-A1` to `-A4`, or stages as blocks x width, such as `WRN[4x10,4x10/2,4x6/2r]` (`/2`: stride 2, `r`: robust blocks).',
          type: 'string',
          minLength: 1,
          maxLength: 100,
        },
        budget: {
          description: 'Most multiply-accumulates (MACs) that a child of this teacher should need for one image.',
          $ref: '#/$defs/macs',
        },
        name: {
          description: 'What targets call it; needed when two teachers share an architecture.',
          $ref: '#/$defs/label',
          'x-defaultText': "the architecture's name",
        },
      },
    },
    trainings: {
      description: 'How networks are trained adversarially.',
      type: 'object',
      additionalProperties: false,
      properties: {
        teacher: {
          description: 'Of teachers, before the search.',
          $ref: '#/$defs/training',
          default: { select: 'best-pgd' },
        },
        child: { description: 'Of children, to find their reward.', $ref: '#/$defs/training', default: { epochs: 5 } },
        final: {
          description: 'Of the chosen child of each target.',
          $ref: '#/$defs/training',
          default: { select: 'best-pgd' },
        },
      },
    },
    training: {
      description: 'Adversarial training with stochastic gradient descent.',
      type: 'object',
      additionalProperties: false,
      properties: {
        method: {
          description:
            '`standard` adversarial training (the loss of attacked images) or `trades` (the loss of clean images plus beta times the divergence of attacked from clean predictions).',
          type: 'string',
          enum: ['standard', 'trades'],
          default: 'trades',
        },
        epochs: {
          description: 'Passes over the training images.',
          type: 'integer',
          minimum: 1,
          maximum: 100000,
          default: 100,
        },
        batchSize: { description: 'Images per step.', type: 'integer', minimum: 2, maximum: 65536, default: 128 },
        learningRate: {
          description: 'Learning rate at the start of the schedule.',
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 100,
          default: 0.1,
        },
        momentum: { description: 'Momentum.', type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.9 },
        nesterov: { description: "Nesterov's momentum.", type: 'boolean', default: false },
        weightDecay: {
          description: 'Weight of the squared norm of the weights, as PyTorch counts it (added to the gradient).',
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.0002,
        },
        clipNorm: {
          description: 'Largest global norm of the gradient; `null` for no bound.',
          type: ['number', 'null'],
          exclusiveMinimum: 0,
          maximum: 1000000,
          default: 5,
        },
        schedule: {
          description: 'How the learning rate changes.',
          $ref: '#/$defs/schedule',
          default: { type: 'step', milestones: [0.75, 0.9], factor: 0.1 },
        },
        attack: { description: 'The inner maximisation.', $ref: '#/$defs/innerAttack', default: {} },
        beta: {
          description: 'TRADES: weight of the divergence.',
          type: 'number',
          minimum: 0,
          maximum: 1000,
          default: 6,
        },
        augmentation: { description: 'Random changes of training images.', $ref: '#/$defs/augmentation', default: {} },
        select: {
          description:
            'Which weights are kept: those after the `last` epoch, or those of the epoch with the best PGD accuracy on held-out images.',
          type: 'string',
          enum: ['last', 'best-pgd'],
          default: 'last',
        },
        precision: {
          description: 'Of convolutions and matrix products; losses and attack arithmetic stay float32.',
          type: 'string',
          enum: ['float32', 'bfloat16'],
          default: 'float32',
        },
        mode: {
          description:
            '`compiled` records a step once and runs it as one graph; `eager` runs it operation by operation.',
          type: 'string',
          enum: ['compiled', 'eager'],
          default: 'compiled',
        },
      },
    },
    schedule: {
      description: 'How the learning rate changes.',
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        { $ref: '#/$defs/constantSchedule' },
        { $ref: '#/$defs/stepSchedule' },
        { $ref: '#/$defs/cosineSchedule' },
      ],
    },
    constantSchedule: {
      description: 'The same learning rate throughout.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: { type: { description: 'Which schedule.', type: 'string', const: 'constant', 'x-noun': 'schedule' } },
    },
    stepSchedule: {
      description: 'The learning rate is multiplied by `factor` at each milestone.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which schedule.', type: 'string', const: 'step', 'x-noun': 'schedule' },
        milestones: {
          description: 'Shares of all epochs, increasing.',
          type: 'array',
          minItems: 1,
          maxItems: 100,
          items: { description: 'A share of all epochs.', type: 'number', exclusiveMinimum: 0, maximum: 1 },
          default: [0.75, 0.9],
        },
        factor: {
          description: 'What the learning rate is multiplied by.',
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 1,
          default: 0.1,
        },
      },
    },
    cosineSchedule: {
      description: 'The learning rate falls to 0 as a cosine.',
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { description: 'Which schedule.', type: 'string', const: 'cosine', 'x-noun': 'schedule' },
        warmup: {
          description: 'Share of all epochs in which the learning rate rises from 0 first.',
          type: 'number',
          minimum: 0,
          exclusiveMaximum: 1,
          default: 0,
        },
      },
    },
    innerAttack: {
      description: 'The attack inside of adversarial training (L-infinity).',
      type: 'object',
      additionalProperties: false,
      properties: {
        epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
        steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 1000, default: 10 },
        stepSize: {
          description: 'Length of a step.',
          $ref: '#/$defs/fraction',
          'x-defaultFrom': { property: 'epsilon', divisor: 4 },
        },
      },
    },
    augmentation: {
      description:
        "Random changes of training images. The paper's colour images take crop 4 and flip; the defaults leave images as they are, because small greyscale ones, digits above all, change their meaning.",
      type: 'object',
      additionalProperties: false,
      properties: {
        crop: {
          description: 'Pixels of zero padding on each side before a random crop to the original size; 0 for none.',
          type: 'integer',
          minimum: 0,
          maximum: 32,
          default: 0,
        },
        flip: { description: 'Mirror half of the images, left to right.', type: 'boolean', default: false },
      },
    },
    search: {
      description: 'The agent and its two levels of learning.',
      type: 'object',
      additionalProperties: false,
      properties: {
        seed: {
          description:
            "Seed of the agent's draws alone; data splits, networks and attacks keep the seed of the spec. A schedule changes it from night to night.",
          type: 'integer',
          minimum: 0,
          maximum: 2147483647,
          'x-defaultText': 'the seed of the spec',
        },
        buffers: { description: 'What tasks are drawn from in meta-training.', $ref: '#/$defs/buffers', default: {} },
        lips: {
          description: 'LIPS, the embedding of how hard the attacked data are for the teacher.',
          $ref: '#/$defs/lips',
          default: {},
        },
        ct: { description: 'CT, the embedding of what the teacher costs.', $ref: '#/$defs/ct', default: {} },
        encoder: {
          description:
            'The state encoder: a bidirectional LSTM over stages, pre-trained as an autoencoder, then frozen.',
          $ref: '#/$defs/encoder',
          default: {},
        },
        policy: {
          description:
            'The policy: Gaussian heads for remaining width and depth, Bernoulli heads for stride and robust block, per stage.',
          $ref: '#/$defs/policy',
          default: {},
        },
        reward: { description: 'What a child is worth.', $ref: '#/$defs/reward', default: {} },
        bank: {
          description:
            'Keep the images that attacks find, by data set, norm and radius, and show those of its task to each new child before it is attacked: a bound of its robust accuracy for a forward pass over at most 8 evaluation sets. The reward does not depend on it.',
          type: 'boolean',
          default: false,
        },
        meta: { description: 'Meta-training over tasks drawn from the buffers.', $ref: '#/$defs/meta', default: {} },
        fineTune: {
          description: 'Fine-tuning on a target, in episodes of one step.',
          $ref: '#/$defs/fineTune',
          default: {},
        },
        choose: {
          description:
            "Which child of a target is trained in full: the one with the best reward seen in fine-tuning, or the policy's mode (the means and the likelier bits).",
          type: 'string',
          enum: ['best-reward', 'policy-mode'],
          default: 'best-reward',
        },
      },
    },
    buffers: {
      description:
        'What tasks are drawn from in meta-training, so that a data set or attack may be kept for targets and evaluation only.',
      type: 'object',
      additionalProperties: false,
      properties: {
        data: {
          description: 'Names of data sets.',
          type: 'array',
          minItems: 1,
          maxItems: 100,
          uniqueItems: true,
          items: { description: 'Name of a data set of this file.', type: 'string' },
          'x-defaultText': 'every data set',
        },
        attacks: {
          description: 'Names of attacks.',
          type: 'array',
          minItems: 1,
          maxItems: 100,
          uniqueItems: true,
          items: { description: 'Name of an attack of this file.', type: 'string' },
          'x-defaultText': 'every attack',
        },
        teachers: {
          description: 'Names of teachers.',
          type: 'array',
          minItems: 1,
          maxItems: 100,
          uniqueItems: true,
          items: { description: 'Name of a teacher of this file.', type: 'string' },
          'x-defaultText': 'every teacher',
        },
      },
    },
    lips: {
      description: "LIPS: how far the teacher's outputs move per unit of perturbation, for each evaluation image.",
      type: 'object',
      additionalProperties: false,
      properties: {
        enabled: { description: '`false` is the ablation without LIPS.', type: 'boolean', default: true },
        dimension: {
          description: 'Length of the embedding; the sorted coefficients are resampled to it.',
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          default: 256,
        },
        outputNorm: {
          description: 'Norm of the change of the logits.',
          type: 'string',
          enum: ['l1', 'l2'],
          default: 'l1',
        },
        inputNorm: {
          description: 'Norm of the change of the image.',
          type: 'string',
          enum: ['linf', 'l2'],
          default: 'linf',
        },
        teacher: {
          description:
            'Which teacher the evaluation set is attacked on: the adversarially trained one, or one trained on clean images.',
          type: 'string',
          enum: ['adversarial', 'clean'],
          default: 'adversarial',
        },
      },
    },
    ct: {
      description: 'CT: MACs of the teacher per evaluation image, on a logarithmic scale.',
      type: 'object',
      additionalProperties: false,
      properties: {
        enabled: { description: '`false` is the ablation without CT.', type: 'boolean', default: true },
        dimension: {
          description: 'Length of the embedding.',
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          default: 256,
        },
      },
    },
    encoder: {
      description: 'The state encoder.',
      type: 'object',
      additionalProperties: false,
      properties: {
        tasks: {
          description: 'Randomly drawn tasks to pre-train on.',
          type: 'integer',
          minimum: 1,
          maximum: 100000,
          default: 256,
        },
        epochs: { description: 'Passes over these tasks.', type: 'integer', minimum: 1, maximum: 100000, default: 200 },
        learningRate: {
          description: 'Learning rate of Adam.',
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 10,
          default: 0.001,
        },
        hidden: {
          description: 'Units of the LSTM in each direction.',
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          default: 64,
        },
        stateSize: {
          description: 'Length of the state of a stage.',
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          default: 64,
        },
      },
    },
    policy: {
      description: 'The policy.',
      type: 'object',
      additionalProperties: false,
      dependentRequired: { maxDepth: ['maxWidth'], maxWidth: ['maxDepth'] },
      properties: {
        hidden: {
          description: 'Units of the shared feature extractor.',
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          default: 64,
        },
        learningRate: {
          description: 'Learning rate of the policy gradient.',
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 10,
          default: 0.001,
        },
        optimizer: {
          description: 'What applies the policy gradient.',
          type: 'string',
          enum: ['adam', 'sgd'],
          default: 'adam',
        },
        initialStd: {
          description: 'Standard deviation of the Gaussian heads at the beginning.',
          type: 'number',
          minimum: 0.02,
          maximum: 1,
          default: 0.2,
        },
        learnStd: {
          description: 'Learn the standard deviation instead of keeping it.',
          type: 'boolean',
          default: false,
        },
        minRatio: {
          description: 'Least remaining width and depth; samples are clipped to [minRatio, 1].',
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 1,
          default: 0.1,
        },
        maxDepth: {
          description:
            'Blocks, stage by stage, that a depth of 100 % stands for, instead of those of the network being compressed.',
          type: 'array',
          minItems: 1,
          maxItems: 6,
          items: { description: 'Blocks of one stage.', type: 'integer', minimum: 1, maximum: 1000 },
          'x-defaultText': 'those of the network being compressed',
        },
        maxWidth: {
          description:
            'Widen factors, stage by stage, that a width of 100 % stands for, instead of those of the network being compressed.',
          type: 'array',
          minItems: 1,
          maxItems: 6,
          items: { description: 'Widen factor of one stage.', type: 'integer', minimum: 1, maximum: 1000 },
          'x-defaultText': 'those of the network being compressed',
        },
      },
    },
    reward: {
      description:
        "What a child is worth: its compression and its robust accuracy relative to its teacher's, less when it costs more than its budget.",
      type: 'object',
      additionalProperties: false,
      properties: {
        size: {
          description: 'What compression is measured in.',
          type: 'string',
          enum: ['macs', 'params'],
          default: 'macs',
        },
        annealing: {
          description:
            'How the factor for a child above its budget falls from 1 to 0 over the search; `hard` is the ablation with a reward of -1.',
          type: 'string',
          enum: ['linear', 'cosine', 'hard'],
          default: 'linear',
        },
        threat: {
          description: '`white-box` attacks the child itself; `transfer` takes the images attacked on the teacher.',
          type: 'string',
          enum: ['white-box', 'transfer'],
          default: 'white-box',
        },
        baseline: {
          description: 'What is subtracted from rewards in the policy gradient.',
          type: 'string',
          enum: ['none', 'running-mean'],
          default: 'none',
        },
        guard: {
          description:
            "A child that costs more MACs than this multiple of its base teacher's is not built and gets the reward of a violation.",
          type: 'number',
          minimum: 1,
          maximum: 1000,
          default: 2,
        },
      },
    },
    meta: {
      description: 'Meta-training.',
      type: 'object',
      additionalProperties: false,
      properties: {
        iterations: {
          description: 'Iterations; buffers start anew in each. 0 is R-NAS, the agent without meta-training.',
          type: 'integer',
          minimum: 0,
          maximum: 100000,
          default: 100,
        },
        timeSteps: {
          description: 'Time steps of an iteration: tasks drawn, children trained.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 5,
        },
        episodes: {
          description:
            'Episodes of an iteration, each with buffers and random numbers of its own. With `update: iteration` they run side by side and the policy learns from all of them at once; with `update: step` one goes on where the other ended.',
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 1,
        },
        update: {
          description:
            'Update the policy after each time `step`, or once per `iteration`, which lets its children train in parallel.',
          type: 'string',
          enum: ['step', 'iteration'],
          default: 'step',
        },
      },
    },
    fineTune: {
      description: 'Fine-tuning.',
      type: 'object',
      additionalProperties: false,
      properties: {
        iterations: {
          description: 'Iterations of one step each, per target.',
          type: 'integer',
          minimum: 1,
          maximum: 100000,
          default: 10,
        },
      },
    },
    target: {
      description: 'A task to end with: an attack on a data set, and the teacher to compress for it.',
      type: 'object',
      additionalProperties: false,
      required: ['data', 'attack', 'teacher'],
      properties: {
        data: { description: 'Name of a data set of this file.', type: 'string' },
        attack: { description: 'Name of an attack of this file.', type: 'string' },
        teacher: { description: 'Name of a teacher of this file.', type: 'string' },
        name: {
          description: 'What the report calls it; part of workflow ids.',
          $ref: '#/$defs/label',
          'x-defaultText':
            '`<data>-<attack>-<teacher>`, other characters than letters, digits, dots and hyphens as `_`',
        },
      },
    },
  },
};
const schema34 = {
  description: 'An agent in the store, named by its run or by its policy; `rcnas agents` lists them.',
  type: 'object',
  additionalProperties: false,
  properties: {
    run: {
      description:
        'Id of the run that trained it, or the name of a pipeline for its newest run that has completed. Of a run of `kind: FineTune` it is the agent that the run began with.',
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      maxLength: 200,
      'x-hint': 'letters, digits, dots, hyphens and underscores, the first one a letter or digit',
      'x-defaultText': 'none: give `run` or `policy`',
    },
    policy: {
      description: 'SHA-256 of the policy.',
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      'x-hint': '64 hex digits in lower case',
      'x-defaultText': 'none: give `run` or `policy`',
    },
  },
};
const schema33 = {
  description: 'A name that other parts of the file refer to.',
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9-]*$',
  maxLength: 40,
  'x-hint': 'lower-case letters, digits and hyphens, the first one a letter or digit',
};
const func1 = Object.prototype.hasOwnProperty;
const func2 = (text: string) => [...text].length;
const schema32 = {
  description: 'What people call the run.',
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { description: 'Name of the pipeline; part of run and workflow ids.', $ref: '#/$defs/name' },
    description: {
      description: 'A sentence for people, shown in the report.',
      type: 'string',
      maxLength: 1000,
      'x-defaultText': 'none',
    },
  },
};
const pattern4 = new RegExp('^[a-z0-9][a-z0-9-]*$', 'u');

function validate21(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.name === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'name' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'name' || key0 === 'description')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.name !== undefined) {
      let data0 = data.name;
      if (typeof data0 === 'string') {
        if (func2(data0) > 40) {
          const err2 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/name/maxLength',
            keyword: 'maxLength',
            params: { limit: 40 },
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (!pattern4.test(data0)) {
          const err3 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/name/pattern',
            keyword: 'pattern',
            params: { pattern: '^[a-z0-9][a-z0-9-]*$' },
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = {
          instancePath: instancePath + '/name',
          schemaPath: '#/$defs/name/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.description !== undefined) {
      let data1 = data.description;
      if (typeof data1 === 'string') {
        if (func2(data1) > 1000) {
          const err5 = {
            instancePath: instancePath + '/description',
            schemaPath: '#/properties/description/maxLength',
            keyword: 'maxLength',
            params: { limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = {
          instancePath: instancePath + '/description',
          schemaPath: '#/properties/description/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
  } else {
    const err7 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema36 = {
  description: 'A data set and its split.',
  type: 'object',
  required: ['source'],
  discriminator: { propertyName: 'source' },
  oneOf: [{ $ref: '#/$defs/digits' }, { $ref: '#/$defs/fashionMnist' }],
};
const schema37 = {
  description: '1,797 handwritten digits, 8x8 pixels, one channel, 10 classes; comes with rcnas.',
  type: 'object',
  additionalProperties: false,
  required: ['source'],
  properties: {
    source: { description: 'Which data set.', type: 'string', const: 'digits', 'x-noun': 'data set' },
    evaluation: {
      description: 'Number of training images set aside for LIPS and the reward; never trained on.',
      type: 'integer',
      minimum: 1,
      maximum: 1000000,
      default: 128,
    },
    path: {
      description: "Folder with the files; a relative one starts at the spec's folder.",
      type: 'string',
      minLength: 1,
      maxLength: 4096,
      'x-defaultText': 'the file that comes with rcnas',
    },
    limitTrain: {
      description: 'Train on this many images only (the first of a seeded shuffle), for short runs.',
      type: 'integer',
      minimum: 2,
      maximum: 1000000,
      'x-defaultText': 'all',
    },
    limitTest: {
      description: 'Test on this many images only (the first of a seeded shuffle), for short runs.',
      type: 'integer',
      minimum: 1,
      maximum: 1000000,
      'x-defaultText': 'all',
    },
  },
};
const schema38 = {
  description: '60,000 training and 10,000 test images of clothes, 28x28 pixels, one channel, 10 classes.',
  type: 'object',
  additionalProperties: false,
  required: ['source'],
  properties: {
    source: { description: 'Which data set.', type: 'string', const: 'fashion-mnist', 'x-noun': 'data set' },
    evaluation: {
      description: 'Number of training images set aside for LIPS and the reward; never trained on.',
      type: 'integer',
      minimum: 1,
      maximum: 1000000,
      default: 256,
    },
    path: {
      description: "Folder with the four IDX files; a relative one starts at the spec's folder.",
      type: 'string',
      minLength: 1,
      maxLength: 4096,
      'x-defaultText': "where Debian's package puts them, else a download",
    },
    limitTrain: {
      description: 'Train on this many images only (the first of a seeded shuffle), for short runs.',
      type: 'integer',
      minimum: 2,
      maximum: 1000000,
      'x-defaultText': 'all',
    },
    limitTest: {
      description: 'Test on this many images only (the first of a seeded shuffle), for short runs.',
      type: 'integer',
      minimum: 1,
      maximum: 1000000,
      'x-defaultText': 'all',
    },
  },
};

function validate23(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.source === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'source' },
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.source;
    if (typeof tag0 == 'string') {
      if (tag0 === 'digits') {
        if (data && typeof data == 'object' && !Array.isArray(data)) {
          if (data.source === undefined) {
            const err1 = {
              instancePath,
              schemaPath: '#/$defs/digits/required',
              keyword: 'required',
              params: { missingProperty: 'source' },
            };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(
              key0 === 'source' ||
              key0 === 'evaluation' ||
              key0 === 'path' ||
              key0 === 'limitTrain' ||
              key0 === 'limitTest'
            )) {
              const err2 = {
                instancePath,
                schemaPath: '#/$defs/digits/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
              };
              if (vErrors === null) {
                vErrors = [err2];
              } else {
                vErrors.push(err2);
              }
              errors++;
            }
          }
          if (data.source !== undefined) {
            let data0 = data.source;
            if (typeof data0 !== 'string') {
              const err3 = {
                instancePath: instancePath + '/source',
                schemaPath: '#/$defs/digits/properties/source/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            if ('digits' !== data0) {
              const err4 = {
                instancePath: instancePath + '/source',
                schemaPath: '#/$defs/digits/properties/source/const',
                keyword: 'const',
                params: { allowedValue: 'digits' },
              };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          }
          if (data.evaluation !== undefined) {
            let data1 = data.evaluation;
            if (!(typeof data1 == 'number' && !(data1 % 1) && !isNaN(data1) && isFinite(data1))) {
              const err5 = {
                instancePath: instancePath + '/evaluation',
                schemaPath: '#/$defs/digits/properties/evaluation/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            if (typeof data1 == 'number' && isFinite(data1)) {
              if (data1 > 1000000 || isNaN(data1)) {
                const err6 = {
                  instancePath: instancePath + '/evaluation',
                  schemaPath: '#/$defs/digits/properties/evaluation/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err6];
                } else {
                  vErrors.push(err6);
                }
                errors++;
              }
              if (data1 < 1 || isNaN(data1)) {
                const err7 = {
                  instancePath: instancePath + '/evaluation',
                  schemaPath: '#/$defs/digits/properties/evaluation/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
          }
          if (data.path !== undefined) {
            let data2 = data.path;
            if (typeof data2 === 'string') {
              if (func2(data2) > 4096) {
                const err8 = {
                  instancePath: instancePath + '/path',
                  schemaPath: '#/$defs/digits/properties/path/maxLength',
                  keyword: 'maxLength',
                  params: { limit: 4096 },
                };
                if (vErrors === null) {
                  vErrors = [err8];
                } else {
                  vErrors.push(err8);
                }
                errors++;
              }
              if (func2(data2) < 1) {
                const err9 = {
                  instancePath: instancePath + '/path',
                  schemaPath: '#/$defs/digits/properties/path/minLength',
                  keyword: 'minLength',
                  params: { limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err9];
                } else {
                  vErrors.push(err9);
                }
                errors++;
              }
            } else {
              const err10 = {
                instancePath: instancePath + '/path',
                schemaPath: '#/$defs/digits/properties/path/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          }
          if (data.limitTrain !== undefined) {
            let data3 = data.limitTrain;
            if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
              const err11 = {
                instancePath: instancePath + '/limitTrain',
                schemaPath: '#/$defs/digits/properties/limitTrain/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
            if (typeof data3 == 'number' && isFinite(data3)) {
              if (data3 > 1000000 || isNaN(data3)) {
                const err12 = {
                  instancePath: instancePath + '/limitTrain',
                  schemaPath: '#/$defs/digits/properties/limitTrain/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err12];
                } else {
                  vErrors.push(err12);
                }
                errors++;
              }
              if (data3 < 2 || isNaN(data3)) {
                const err13 = {
                  instancePath: instancePath + '/limitTrain',
                  schemaPath: '#/$defs/digits/properties/limitTrain/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 2 },
                };
                if (vErrors === null) {
                  vErrors = [err13];
                } else {
                  vErrors.push(err13);
                }
                errors++;
              }
            }
          }
          if (data.limitTest !== undefined) {
            let data4 = data.limitTest;
            if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
              const err14 = {
                instancePath: instancePath + '/limitTest',
                schemaPath: '#/$defs/digits/properties/limitTest/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            if (typeof data4 == 'number' && isFinite(data4)) {
              if (data4 > 1000000 || isNaN(data4)) {
                const err15 = {
                  instancePath: instancePath + '/limitTest',
                  schemaPath: '#/$defs/digits/properties/limitTest/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err15];
                } else {
                  vErrors.push(err15);
                }
                errors++;
              }
              if (data4 < 1 || isNaN(data4)) {
                const err16 = {
                  instancePath: instancePath + '/limitTest',
                  schemaPath: '#/$defs/digits/properties/limitTest/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
            }
          }
        } else {
          const err17 = {
            instancePath,
            schemaPath: '#/$defs/digits/type',
            keyword: 'type',
            params: { type: 'object' },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === 'fashion-mnist') {
        if (data && typeof data == 'object' && !Array.isArray(data)) {
          if (data.source === undefined) {
            const err18 = {
              instancePath,
              schemaPath: '#/$defs/fashionMnist/required',
              keyword: 'required',
              params: { missingProperty: 'source' },
            };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!(
              key1 === 'source' ||
              key1 === 'evaluation' ||
              key1 === 'path' ||
              key1 === 'limitTrain' ||
              key1 === 'limitTest'
            )) {
              const err19 = {
                instancePath,
                schemaPath: '#/$defs/fashionMnist/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key1 },
              };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
          }
          if (data.source !== undefined) {
            let data5 = data.source;
            if (typeof data5 !== 'string') {
              const err20 = {
                instancePath: instancePath + '/source',
                schemaPath: '#/$defs/fashionMnist/properties/source/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
            if ('fashion-mnist' !== data5) {
              const err21 = {
                instancePath: instancePath + '/source',
                schemaPath: '#/$defs/fashionMnist/properties/source/const',
                keyword: 'const',
                params: { allowedValue: 'fashion-mnist' },
              };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
          }
          if (data.evaluation !== undefined) {
            let data6 = data.evaluation;
            if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
              const err22 = {
                instancePath: instancePath + '/evaluation',
                schemaPath: '#/$defs/fashionMnist/properties/evaluation/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
            if (typeof data6 == 'number' && isFinite(data6)) {
              if (data6 > 1000000 || isNaN(data6)) {
                const err23 = {
                  instancePath: instancePath + '/evaluation',
                  schemaPath: '#/$defs/fashionMnist/properties/evaluation/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err23];
                } else {
                  vErrors.push(err23);
                }
                errors++;
              }
              if (data6 < 1 || isNaN(data6)) {
                const err24 = {
                  instancePath: instancePath + '/evaluation',
                  schemaPath: '#/$defs/fashionMnist/properties/evaluation/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
            }
          }
          if (data.path !== undefined) {
            let data7 = data.path;
            if (typeof data7 === 'string') {
              if (func2(data7) > 4096) {
                const err25 = {
                  instancePath: instancePath + '/path',
                  schemaPath: '#/$defs/fashionMnist/properties/path/maxLength',
                  keyword: 'maxLength',
                  params: { limit: 4096 },
                };
                if (vErrors === null) {
                  vErrors = [err25];
                } else {
                  vErrors.push(err25);
                }
                errors++;
              }
              if (func2(data7) < 1) {
                const err26 = {
                  instancePath: instancePath + '/path',
                  schemaPath: '#/$defs/fashionMnist/properties/path/minLength',
                  keyword: 'minLength',
                  params: { limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
            } else {
              const err27 = {
                instancePath: instancePath + '/path',
                schemaPath: '#/$defs/fashionMnist/properties/path/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
          }
          if (data.limitTrain !== undefined) {
            let data8 = data.limitTrain;
            if (!(typeof data8 == 'number' && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
              const err28 = {
                instancePath: instancePath + '/limitTrain',
                schemaPath: '#/$defs/fashionMnist/properties/limitTrain/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
            if (typeof data8 == 'number' && isFinite(data8)) {
              if (data8 > 1000000 || isNaN(data8)) {
                const err29 = {
                  instancePath: instancePath + '/limitTrain',
                  schemaPath: '#/$defs/fashionMnist/properties/limitTrain/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err29];
                } else {
                  vErrors.push(err29);
                }
                errors++;
              }
              if (data8 < 2 || isNaN(data8)) {
                const err30 = {
                  instancePath: instancePath + '/limitTrain',
                  schemaPath: '#/$defs/fashionMnist/properties/limitTrain/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 2 },
                };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
          }
          if (data.limitTest !== undefined) {
            let data9 = data.limitTest;
            if (!(typeof data9 == 'number' && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
              const err31 = {
                instancePath: instancePath + '/limitTest',
                schemaPath: '#/$defs/fashionMnist/properties/limitTest/type',
                keyword: 'type',
                params: { type: 'integer' },
              };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            if (typeof data9 == 'number' && isFinite(data9)) {
              if (data9 > 1000000 || isNaN(data9)) {
                const err32 = {
                  instancePath: instancePath + '/limitTest',
                  schemaPath: '#/$defs/fashionMnist/properties/limitTest/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1000000 },
                };
                if (vErrors === null) {
                  vErrors = [err32];
                } else {
                  vErrors.push(err32);
                }
                errors++;
              }
              if (data9 < 1 || isNaN(data9)) {
                const err33 = {
                  instancePath: instancePath + '/limitTest',
                  schemaPath: '#/$defs/fashionMnist/properties/limitTest/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
            }
          }
        } else {
          const err34 = {
            instancePath,
            schemaPath: '#/$defs/fashionMnist/type',
            keyword: 'type',
            params: { type: 'object' },
          };
          if (vErrors === null) {
            vErrors = [err34];
          } else {
            vErrors.push(err34);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err35 = {
          instancePath,
          schemaPath: '#/discriminator',
          keyword: 'discriminator',
          params: { error: 'mapping', tag: 'source', tagValue: tag0 },
        };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    } else {
      const err36 = {
        instancePath,
        schemaPath: '#/discriminator',
        keyword: 'discriminator',
        params: { error: 'tag', tag: 'source', tagValue: tag0 },
      };
      if (vErrors === null) {
        vErrors = [err36];
      } else {
        vErrors.push(err36);
      }
      errors++;
    }
  } else {
    const err37 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err37];
    } else {
      vErrors.push(err37);
    }
    errors++;
  }
  validate23.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate23.evaluated = { dynamicProps: true, dynamicItems: false };

const schema40 = {
  description: 'An attack with its parameters.',
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    { $ref: '#/$defs/fgsm' },
    { $ref: '#/$defs/pgd' },
    { $ref: '#/$defs/cw' },
    { $ref: '#/$defs/apgdCe' },
    { $ref: '#/$defs/apgdDlr' },
    { $ref: '#/$defs/apgdT' },
    { $ref: '#/$defs/fabT' },
    { $ref: '#/$defs/square' },
    { $ref: '#/$defs/autoattack' },
    { $ref: '#/$defs/a3' },
    { $ref: '#/$defs/adaptiveSearch' },
    { $ref: '#/$defs/naa' },
    { $ref: '#/$defs/hopskipjump' },
    { $ref: '#/$defs/boundary' },
  ],
};
const schema41 = {
  description: 'Fast gradient sign method: one step of size epsilon.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'fgsm', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};
const schema42 = {
  description:
    'A radius or length: in L-infinity a share of the pixel range, at most 1; in L2 a distance between images. A fraction such as 8/255, or a number.',
  type: ['number', 'string'],
  pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$',
  exclusiveMinimum: 0,
  'x-quantity': 'fraction',
  'x-hint': 'a number, or a fraction such as 8/255',
};
const pattern9 = new RegExp('^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$', 'u');

function validate26(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'type' || key0 === 'norm' || key0 === 'epsilon' || key0 === 'batchSize')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('fgsm' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'fgsm' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema41.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data3 = data.batchSize;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 65536 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
  } else {
    const err12 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err12];
    } else {
      vErrors.push(err12);
    }
    errors++;
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema43 = {
  description: 'Projected gradient descent on the cross-entropy.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'pgd', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 20 },
    stepSize: {
      description: 'Length of a step.',
      $ref: '#/$defs/radius',
      'x-defaultFrom': { property: 'epsilon', divisor: 10 },
    },
    schedule: {
      description:
        'How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.',
      type: 'string',
      enum: ['constant', 'linear', 'cosine'],
      default: 'constant',
    },
    randomStart: {
      description: 'Start at a uniformly random point of the ball instead of the image.',
      type: 'boolean',
      default: true,
    },
    restarts: {
      description: 'Runs from different random starts; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate27(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate27.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema43.properties, key0)) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('pgd' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'pgd' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema43.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.stepSize !== undefined) {
      let data4 = data.stepSize;
      if (!(typeof data4 == 'number' && isFinite(data4)) && typeof data4 !== 'string') {
        const err12 = {
          instancePath: instancePath + '/stepSize',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 <= 0 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      }
      if (typeof data4 === 'string') {
        if (!pattern9.test(data4)) {
          const err14 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.schedule !== undefined) {
      let data5 = data.schedule;
      if (typeof data5 !== 'string') {
        const err15 = {
          instancePath: instancePath + '/schedule',
          schemaPath: '#/properties/schedule/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      if (!(data5 === 'constant' || data5 === 'linear' || data5 === 'cosine')) {
        const err16 = {
          instancePath: instancePath + '/schedule',
          schemaPath: '#/properties/schedule/enum',
          keyword: 'enum',
          params: { allowedValues: schema43.properties.schedule.enum },
        };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.randomStart !== undefined) {
      if (typeof data.randomStart !== 'boolean') {
        const err17 = {
          instancePath: instancePath + '/randomStart',
          schemaPath: '#/properties/randomStart/type',
          keyword: 'type',
          params: { type: 'boolean' },
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.restarts !== undefined) {
      let data7 = data.restarts;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err18 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 1000 || isNaN(data7)) {
          const err19 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err20 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data8 = data.batchSize;
      if (!(typeof data8 == 'number' && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        const err21 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (typeof data8 == 'number' && isFinite(data8)) {
        if (data8 > 65536 || isNaN(data8)) {
          const err22 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data8 < 1 || isNaN(data8)) {
          const err23 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate27.errors = vErrors;
  return errors === 0;
}
validate27.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema46 = {
  description: 'Projected gradient descent on the margin loss of Carlini and Wagner.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'cw', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 20 },
    stepSize: {
      description: 'Length of a step.',
      $ref: '#/$defs/radius',
      'x-defaultFrom': { property: 'epsilon', divisor: 10 },
    },
    schedule: {
      description:
        'How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.',
      type: 'string',
      enum: ['constant', 'linear', 'cosine'],
      default: 'constant',
    },
    randomStart: {
      description: 'Start at a uniformly random point of the ball instead of the image.',
      type: 'boolean',
      default: true,
    },
    restarts: {
      description: 'Runs from different random starts; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate28(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate28.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema46.properties, key0)) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('cw' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'cw' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema46.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.stepSize !== undefined) {
      let data4 = data.stepSize;
      if (!(typeof data4 == 'number' && isFinite(data4)) && typeof data4 !== 'string') {
        const err12 = {
          instancePath: instancePath + '/stepSize',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 <= 0 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      }
      if (typeof data4 === 'string') {
        if (!pattern9.test(data4)) {
          const err14 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.schedule !== undefined) {
      let data5 = data.schedule;
      if (typeof data5 !== 'string') {
        const err15 = {
          instancePath: instancePath + '/schedule',
          schemaPath: '#/properties/schedule/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      if (!(data5 === 'constant' || data5 === 'linear' || data5 === 'cosine')) {
        const err16 = {
          instancePath: instancePath + '/schedule',
          schemaPath: '#/properties/schedule/enum',
          keyword: 'enum',
          params: { allowedValues: schema46.properties.schedule.enum },
        };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.randomStart !== undefined) {
      if (typeof data.randomStart !== 'boolean') {
        const err17 = {
          instancePath: instancePath + '/randomStart',
          schemaPath: '#/properties/randomStart/type',
          keyword: 'type',
          params: { type: 'boolean' },
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.restarts !== undefined) {
      let data7 = data.restarts;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err18 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 1000 || isNaN(data7)) {
          const err19 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err20 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data8 = data.batchSize;
      if (!(typeof data8 == 'number' && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        const err21 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (typeof data8 == 'number' && isFinite(data8)) {
        if (data8 > 65536 || isNaN(data8)) {
          const err22 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data8 < 1 || isNaN(data8)) {
          const err23 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate28.errors = vErrors;
  return errors === 0;
}
validate28.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema49 = {
  description: 'Auto-PGD on the cross-entropy: steps shorten by themselves when the loss stops rising.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'apgd-ce', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
    restarts: {
      description: 'Runs from different random starts; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    rho: {
      description: 'Share of increasing steps at or below which the length of a step is halved.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.75,
    },
    eot: {
      description: 'Gradients averaged per step, for networks that draw random numbers.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate29(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate29.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'steps' ||
        key0 === 'restarts' ||
        key0 === 'rho' ||
        key0 === 'eot' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('apgd-ce' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'apgd-ce' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema49.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.restarts !== undefined) {
      let data4 = data.restarts;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err12 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1000 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.rho !== undefined) {
      let data5 = data.rho;
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 1 || isNaN(data5)) {
          const err15 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err16 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = {
          instancePath: instancePath + '/rho',
          schemaPath: '#/properties/rho/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.eot !== undefined) {
      let data6 = data.eot;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err18 = {
          instancePath: instancePath + '/eot',
          schemaPath: '#/properties/eot/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 1000 || isNaN(data6)) {
          const err19 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data7 = data.batchSize;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err21 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 65536 || isNaN(data7)) {
          const err22 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err23 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate29.errors = vErrors;
  return errors === 0;
}
validate29.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema51 = {
  description: 'Auto-PGD on the difference-of-logits-ratio loss, which does not depend on the scale of the logits.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'apgd-dlr', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
    restarts: {
      description: 'Runs from different random starts; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    rho: {
      description: 'Share of increasing steps at or below which the length of a step is halved.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.75,
    },
    eot: {
      description: 'Gradients averaged per step, for networks that draw random numbers.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate30(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'steps' ||
        key0 === 'restarts' ||
        key0 === 'rho' ||
        key0 === 'eot' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('apgd-dlr' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'apgd-dlr' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema51.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.restarts !== undefined) {
      let data4 = data.restarts;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err12 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1000 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.rho !== undefined) {
      let data5 = data.rho;
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 1 || isNaN(data5)) {
          const err15 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err16 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = {
          instancePath: instancePath + '/rho',
          schemaPath: '#/properties/rho/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.eot !== undefined) {
      let data6 = data.eot;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err18 = {
          instancePath: instancePath + '/eot',
          schemaPath: '#/properties/eot/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 1000 || isNaN(data6)) {
          const err19 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data7 = data.batchSize;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err21 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 65536 || isNaN(data7)) {
          const err22 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err23 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema53 = {
  description: 'Auto-PGD on the targeted difference-of-logits-ratio loss, one class after the other.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'apgd-t', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
    restarts: {
      description: 'Runs from different random starts; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    rho: {
      description: 'Share of increasing steps at or below which the length of a step is halved.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.75,
    },
    eot: {
      description: 'Gradients averaged per step, for networks that draw random numbers.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    targets: {
      description: 'Classes that are tried for each image, those of the highest logits first; at most all but its own.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 9,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate31(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate31.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema53.properties, key0)) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('apgd-t' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'apgd-t' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema53.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.restarts !== undefined) {
      let data4 = data.restarts;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err12 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1000 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.rho !== undefined) {
      let data5 = data.rho;
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 1 || isNaN(data5)) {
          const err15 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err16 = {
            instancePath: instancePath + '/rho',
            schemaPath: '#/properties/rho/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = {
          instancePath: instancePath + '/rho',
          schemaPath: '#/properties/rho/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.eot !== undefined) {
      let data6 = data.eot;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err18 = {
          instancePath: instancePath + '/eot',
          schemaPath: '#/properties/eot/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 1000 || isNaN(data6)) {
          const err19 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/eot',
            schemaPath: '#/properties/eot/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      }
    }
    if (data.targets !== undefined) {
      let data7 = data.targets;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err21 = {
          instancePath: instancePath + '/targets',
          schemaPath: '#/properties/targets/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 1000 || isNaN(data7)) {
          const err22 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err23 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data8 = data.batchSize;
      if (!(typeof data8 == 'number' && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        const err24 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
      if (typeof data8 == 'number' && isFinite(data8)) {
        if (data8 > 65536 || isNaN(data8)) {
          const err25 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        if (data8 < 1 || isNaN(data8)) {
          const err26 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
      }
    }
  } else {
    const err27 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err27];
    } else {
      vErrors.push(err27);
    }
    errors++;
  }
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema55 = {
  description: 'Fast adaptive boundary attack: looks for the nearest image beyond the decision boundary.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'fab-t', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Steps per target.', type: 'integer', minimum: 1, maximum: 100000, default: 100 },
    restarts: {
      description: 'Runs, all but the first from random starts.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    targeted: {
      description: 'Try `targets` classes in turn; `false` goes to the nearest class at each step.',
      type: 'boolean',
      default: true,
    },
    targets: {
      description: 'Classes that are tried for each image, those of the highest logits first; at most all but its own.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 9,
    },
    alphaMax: {
      description: 'Largest weight of the clean image in a step.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.1,
    },
    eta: {
      description: 'How far a step goes beyond the boundary: 1 is up to it.',
      type: 'number',
      minimum: 1,
      maximum: 2,
      default: 1.05,
    },
    beta: {
      description: 'Share of the distance to the clean image that is kept after a success.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.9,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate32(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate32.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema55.properties, key0)) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('fab-t' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'fab-t' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema55.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.restarts !== undefined) {
      let data4 = data.restarts;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err12 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1000 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.targeted !== undefined) {
      if (typeof data.targeted !== 'boolean') {
        const err15 = {
          instancePath: instancePath + '/targeted',
          schemaPath: '#/properties/targeted/type',
          keyword: 'type',
          params: { type: 'boolean' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.targets !== undefined) {
      let data6 = data.targets;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err16 = {
          instancePath: instancePath + '/targets',
          schemaPath: '#/properties/targets/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 1000 || isNaN(data6)) {
          const err17 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err18 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
      }
    }
    if (data.alphaMax !== undefined) {
      let data7 = data.alphaMax;
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 1 || isNaN(data7)) {
          const err19 = {
            instancePath: instancePath + '/alphaMax',
            schemaPath: '#/properties/alphaMax/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data7 < 0 || isNaN(data7)) {
          const err20 = {
            instancePath: instancePath + '/alphaMax',
            schemaPath: '#/properties/alphaMax/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      } else {
        const err21 = {
          instancePath: instancePath + '/alphaMax',
          schemaPath: '#/properties/alphaMax/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.eta !== undefined) {
      let data8 = data.eta;
      if (typeof data8 == 'number' && isFinite(data8)) {
        if (data8 > 2 || isNaN(data8)) {
          const err22 = {
            instancePath: instancePath + '/eta',
            schemaPath: '#/properties/eta/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 2 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data8 < 1 || isNaN(data8)) {
          const err23 = {
            instancePath: instancePath + '/eta',
            schemaPath: '#/properties/eta/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      } else {
        const err24 = {
          instancePath: instancePath + '/eta',
          schemaPath: '#/properties/eta/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.beta !== undefined) {
      let data9 = data.beta;
      if (typeof data9 == 'number' && isFinite(data9)) {
        if (data9 > 1 || isNaN(data9)) {
          const err25 = {
            instancePath: instancePath + '/beta',
            schemaPath: '#/properties/beta/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        if (data9 < 0 || isNaN(data9)) {
          const err26 = {
            instancePath: instancePath + '/beta',
            schemaPath: '#/properties/beta/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
      } else {
        const err27 = {
          instancePath: instancePath + '/beta',
          schemaPath: '#/properties/beta/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
    if (data.batchSize !== undefined) {
      let data10 = data.batchSize;
      if (!(typeof data10 == 'number' && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        const err28 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
      if (typeof data10 == 'number' && isFinite(data10)) {
        if (data10 > 65536 || isNaN(data10)) {
          const err29 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err29];
          } else {
            vErrors.push(err29);
          }
          errors++;
        }
        if (data10 < 1 || isNaN(data10)) {
          const err30 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
      }
    }
  } else {
    const err31 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err31];
    } else {
      vErrors.push(err31);
    }
    errors++;
  }
  validate32.errors = vErrors;
  return errors === 0;
}
validate32.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema57 = {
  description: 'Square attack: random search with windows, from logits alone.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'square', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
    queries: {
      description: 'Queries per image and run.',
      type: 'integer',
      minimum: 1,
      maximum: 10000000,
      default: 5000,
    },
    restarts: {
      description: 'Runs with other random windows; one success is enough.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    initialShare: {
      description: 'Share of the image that the first windows cover.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.8,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};
const schema58 = {
  description: 'A share of the pixel range [0,1]: a fraction such as 8/255, or a number.',
  type: ['number', 'string'],
  pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$',
  exclusiveMinimum: 0,
  maximum: 1,
  'x-quantity': 'fraction',
  'x-hint': 'a number, or a fraction such as 8/255',
};

function validate33(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate33.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'queries' ||
        key0 === 'restarts' ||
        key0 === 'initialShare' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('square' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'square' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema57.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 1 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 <= 0 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err9 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.queries !== undefined) {
      let data3 = data.queries;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err10 = {
          instancePath: instancePath + '/queries',
          schemaPath: '#/properties/queries/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 10000000 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/queries',
            schemaPath: '#/properties/queries/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 10000000 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err12 = {
            instancePath: instancePath + '/queries',
            schemaPath: '#/properties/queries/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.restarts !== undefined) {
      let data4 = data.restarts;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err13 = {
          instancePath: instancePath + '/restarts',
          schemaPath: '#/properties/restarts/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1000 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err15 = {
            instancePath: instancePath + '/restarts',
            schemaPath: '#/properties/restarts/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
    if (data.initialShare !== undefined) {
      let data5 = data.initialShare;
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 1 || isNaN(data5)) {
          const err16 = {
            instancePath: instancePath + '/initialShare',
            schemaPath: '#/properties/initialShare/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err17 = {
            instancePath: instancePath + '/initialShare',
            schemaPath: '#/properties/initialShare/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      } else {
        const err18 = {
          instancePath: instancePath + '/initialShare',
          schemaPath: '#/properties/initialShare/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.batchSize !== undefined) {
      let data6 = data.batchSize;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err19 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 65536 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err21 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      }
    }
  } else {
    const err22 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err22];
    } else {
      vErrors.push(err22);
    }
    errors++;
  }
  validate33.errors = vErrors;
  return errors === 0;
}
validate33.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema59 = {
  description: 'AutoAttack: several attacks in turn, each on the images that no earlier one has broken.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'autoattack', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    version: {
      description:
        'Which attacks: `standard` (apgd-ce, apgd-t, fab-t, square), `plus` (more of them, with 5 restarts), `rand` (for networks that draw random numbers), or `custom`, those of `attacks`.',
      type: 'string',
      enum: ['standard', 'plus', 'rand', 'custom'],
      default: 'standard',
    },
    attacks: {
      description: 'Of version `custom`: names of attacks with their default parameters, in order.',
      type: 'array',
      maxItems: 20,
      items: {
        description: 'Name of an attack.',
        type: 'string',
        enum: [
          'fgsm',
          'pgd',
          'cw',
          'apgd-ce',
          'apgd-dlr',
          'apgd-t',
          'fab-t',
          'square',
          'a3',
          'adaptive-search',
          'naa',
          'hopskipjump',
          'boundary',
        ],
      },
      default: [],
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate34(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'version' ||
        key0 === 'attacks' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('autoattack' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'autoattack' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema59.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.version !== undefined) {
      let data3 = data.version;
      if (typeof data3 !== 'string') {
        const err9 = {
          instancePath: instancePath + '/version',
          schemaPath: '#/properties/version/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (!(data3 === 'standard' || data3 === 'plus' || data3 === 'rand' || data3 === 'custom')) {
        const err10 = {
          instancePath: instancePath + '/version',
          schemaPath: '#/properties/version/enum',
          keyword: 'enum',
          params: { allowedValues: schema59.properties.version.enum },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.attacks !== undefined) {
      let data4 = data.attacks;
      if (Array.isArray(data4)) {
        if (data4.length > 20) {
          const err11 = {
            instancePath: instancePath + '/attacks',
            schemaPath: '#/properties/attacks/maxItems',
            keyword: 'maxItems',
            params: { limit: 20 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        const len0 = data4.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data5 = data4[i0];
          if (typeof data5 !== 'string') {
            const err12 = {
              instancePath: instancePath + '/attacks/' + i0,
              schemaPath: '#/properties/attacks/items/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
          if (!(
            data5 === 'fgsm' ||
            data5 === 'pgd' ||
            data5 === 'cw' ||
            data5 === 'apgd-ce' ||
            data5 === 'apgd-dlr' ||
            data5 === 'apgd-t' ||
            data5 === 'fab-t' ||
            data5 === 'square' ||
            data5 === 'a3' ||
            data5 === 'adaptive-search' ||
            data5 === 'naa' ||
            data5 === 'hopskipjump' ||
            data5 === 'boundary'
          )) {
            const err13 = {
              instancePath: instancePath + '/attacks/' + i0,
              schemaPath: '#/properties/attacks/items/enum',
              keyword: 'enum',
              params: { allowedValues: schema59.properties.attacks.items.enum },
            };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
      } else {
        const err14 = {
          instancePath: instancePath + '/attacks',
          schemaPath: '#/properties/attacks/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.batchSize !== undefined) {
      let data6 = data.batchSize;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err15 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 65536 || isNaN(data6)) {
          const err16 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err17 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      }
    }
  } else {
    const err18 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err18];
    } else {
      vErrors.push(err18);
    }
    errors++;
  }
  validate34.errors = vErrors;
  return errors === 0;
}
validate34.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema61 = {
  description:
    'Adaptive auto attack of Liu et al. (2022): restarts whose directions and number follow what has worked on the whole set.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'a3', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
    iterations: {
      description: 'Budget of gradient steps per image, on average over the set.',
      type: 'integer',
      minimum: 1,
      maximum: 10000000,
      default: 1000,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate35(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate35.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'iterations' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('a3' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'a3' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema61.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 1 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 <= 0 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err9 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.iterations !== undefined) {
      let data3 = data.iterations;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err10 = {
          instancePath: instancePath + '/iterations',
          schemaPath: '#/properties/iterations/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 10000000 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/iterations',
            schemaPath: '#/properties/iterations/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 10000000 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err12 = {
            instancePath: instancePath + '/iterations',
            schemaPath: '#/properties/iterations/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data4 = data.batchSize;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err13 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 65536 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err15 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
  } else {
    const err16 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err16];
    } else {
      vErrors.push(err16);
    }
    errors++;
  }
  validate35.errors = vErrors;
  return errors === 0;
}
validate35.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema63 = {
  description: 'Search for a sequence of attacks that suits the network, after Yao et al. (2021), in a reduced space.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'adaptive-search', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
    rounds: {
      description: 'Attacks in the sequence that is searched.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 3,
    },
    trials: {
      description: 'Configurations drawn per round.',
      type: 'integer',
      minimum: 1,
      maximum: 100000,
      default: 64,
    },
    points: {
      description: 'Images on which each is scored first.',
      type: 'integer',
      minimum: 1,
      maximum: 1000000,
      default: 100,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate36(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate36.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'rounds' ||
        key0 === 'trials' ||
        key0 === 'points' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('adaptive-search' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'adaptive-search' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema63.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 1 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 <= 0 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err9 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.rounds !== undefined) {
      let data3 = data.rounds;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err10 = {
          instancePath: instancePath + '/rounds',
          schemaPath: '#/properties/rounds/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 1000 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/rounds',
            schemaPath: '#/properties/rounds/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err12 = {
            instancePath: instancePath + '/rounds',
            schemaPath: '#/properties/rounds/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.trials !== undefined) {
      let data4 = data.trials;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err13 = {
          instancePath: instancePath + '/trials',
          schemaPath: '#/properties/trials/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 100000 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/trials',
            schemaPath: '#/properties/trials/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err15 = {
            instancePath: instancePath + '/trials',
            schemaPath: '#/properties/trials/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
    if (data.points !== undefined) {
      let data5 = data.points;
      if (!(typeof data5 == 'number' && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
        const err16 = {
          instancePath: instancePath + '/points',
          schemaPath: '#/properties/points/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 1000000 || isNaN(data5)) {
          const err17 = {
            instancePath: instancePath + '/points',
            schemaPath: '#/properties/points/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000000 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data5 < 1 || isNaN(data5)) {
          const err18 = {
            instancePath: instancePath + '/points',
            schemaPath: '#/properties/points/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data6 = data.batchSize;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err19 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 65536 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err21 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      }
    }
  } else {
    const err22 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err22];
    } else {
      vErrors.push(err22);
    }
    errors++;
  }
  validate36.errors = vErrors;
  return errors === 0;
}
validate36.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema65 = {
  description: 'Neuron attribution attack: suppresses features of an inner layer that speak for the class.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'naa', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf'], default: 'linf' },
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 100000, default: 10 },
    stepSize: {
      description: 'Length of a step.',
      $ref: '#/$defs/fraction',
      'x-defaultFrom': { property: 'epsilon', divisor: 10 },
    },
    momentum: { description: 'Weight of earlier gradients.', type: 'number', minimum: 0, maximum: 10, default: 1 },
    samples: {
      description: 'Points on the path from the image to the black one.',
      type: 'integer',
      minimum: 1,
      maximum: 10000,
      default: 30,
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate37(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate37.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'steps' ||
        key0 === 'stepSize' ||
        key0 === 'momentum' ||
        key0 === 'samples' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('naa' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'naa' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema65.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 1 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 <= 0 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err9 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err10 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err12 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.stepSize !== undefined) {
      let data4 = data.stepSize;
      if (!(typeof data4 == 'number' && isFinite(data4)) && typeof data4 !== 'string') {
        const err13 = {
          instancePath: instancePath + '/stepSize',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data4 <= 0 || isNaN(data4)) {
          const err15 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
      if (typeof data4 === 'string') {
        if (!pattern9.test(data4)) {
          const err16 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      }
    }
    if (data.momentum !== undefined) {
      let data5 = data.momentum;
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 10 || isNaN(data5)) {
          const err17 = {
            instancePath: instancePath + '/momentum',
            schemaPath: '#/properties/momentum/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 10 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err18 = {
            instancePath: instancePath + '/momentum',
            schemaPath: '#/properties/momentum/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
      } else {
        const err19 = {
          instancePath: instancePath + '/momentum',
          schemaPath: '#/properties/momentum/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.samples !== undefined) {
      let data6 = data.samples;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err20 = {
          instancePath: instancePath + '/samples',
          schemaPath: '#/properties/samples/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 10000 || isNaN(data6)) {
          const err21 = {
            instancePath: instancePath + '/samples',
            schemaPath: '#/properties/samples/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 10000 },
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err22 = {
            instancePath: instancePath + '/samples',
            schemaPath: '#/properties/samples/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data7 = data.batchSize;
      if (!(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
        const err23 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 65536 || isNaN(data7)) {
          const err24 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err25 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
      }
    }
  } else {
    const err26 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err26];
    } else {
      vErrors.push(err26);
    }
    errors++;
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema68 = {
  description: 'HopSkipJump: walks along the decision boundary, from predicted classes alone.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'hopskipjump', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['linf', 'l2'], default: 'linf' },
    epsilon: {
      description: 'Radius of the ball; one in L2 has to be given.',
      $ref: '#/$defs/radius',
      default: '8/255',
    },
    steps: { description: 'Steps along the boundary.', type: 'integer', minimum: 1, maximum: 100000, default: 64 },
    queries: {
      description: 'Most queries per image.',
      type: 'integer',
      minimum: 1,
      maximum: 100000000,
      'x-defaultText': 'what that many `steps` need at most',
    },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate38(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'type' ||
        key0 === 'norm' ||
        key0 === 'epsilon' ||
        key0 === 'steps' ||
        key0 === 'queries' ||
        key0 === 'batchSize'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err2 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if ('hopskipjump' !== data0) {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'hopskipjump' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err4 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data1 === 'linf' || data1 === 'l2')) {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema68.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err9 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100000 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.queries !== undefined) {
      let data4 = data.queries;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err12 = {
          instancePath: instancePath + '/queries',
          schemaPath: '#/properties/queries/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 100000000 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/queries',
            schemaPath: '#/properties/queries/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000000 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/queries',
            schemaPath: '#/properties/queries/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data5 = data.batchSize;
      if (!(typeof data5 == 'number' && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
        const err15 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 > 65536 || isNaN(data5)) {
          const err16 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data5 < 1 || isNaN(data5)) {
          const err17 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      }
    }
  } else {
    const err18 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err18];
    } else {
      vErrors.push(err18);
    }
    errors++;
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema70 = {
  description:
    'Boundary attack: a random walk along the decision boundary, from predicted classes alone, towards the image in L2.',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'epsilon'],
  properties: {
    type: { description: 'Which attack.', type: 'string', const: 'boundary', 'x-noun': 'attack type' },
    norm: { description: 'Norm of the perturbation.', type: 'string', enum: ['l2'], default: 'l2' },
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/radius' },
    steps: { description: 'Steps of the walk.', type: 'integer', minimum: 1, maximum: 10000000, default: 25000 },
    batchSize: {
      description: 'Images attacked at a time; no influence on the result.',
      type: 'integer',
      minimum: 1,
      maximum: 65536,
      default: 128,
    },
  },
};

function validate39(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.epsilon === undefined) {
      const err1 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'epsilon' },
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'type' || key0 === 'norm' || key0 === 'epsilon' || key0 === 'steps' || key0 === 'batchSize')) {
        const err2 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.type !== undefined) {
      let data0 = data.type;
      if (typeof data0 !== 'string') {
        const err3 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if ('boundary' !== data0) {
        const err4 = {
          instancePath: instancePath + '/type',
          schemaPath: '#/properties/type/const',
          keyword: 'const',
          params: { allowedValue: 'boundary' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.norm !== undefined) {
      let data1 = data.norm;
      if (typeof data1 !== 'string') {
        const err5 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (!(data1 === 'l2')) {
        const err6 = {
          instancePath: instancePath + '/norm',
          schemaPath: '#/properties/norm/enum',
          keyword: 'enum',
          params: { allowedValues: schema70.properties.norm.enum },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data2 = data.epsilon;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err7 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/radius/type',
          keyword: 'type',
          params: { type: schema42.type },
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 <= 0 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err9 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/radius/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data3 = data.steps;
      if (!(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        const err10 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 10000000 || isNaN(data3)) {
          const err11 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 10000000 },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          const err12 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data4 = data.batchSize;
      if (!(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        const err13 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 > 65536 || isNaN(data4)) {
          const err14 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err15 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
  } else {
    const err16 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err16];
    } else {
      vErrors.push(err16);
    }
    errors++;
  }
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

function validate25(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.type;
    if (typeof tag0 == 'string') {
      if (tag0 === 'fgsm') {
        if (!validate26(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
          errors = vErrors.length;
        }
        var props0 = true;
      } else if (tag0 === 'pgd') {
        if (!validate27(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'cw') {
        if (!validate28(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'apgd-ce') {
        if (!validate29(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'apgd-dlr') {
        if (!validate30(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'apgd-t') {
        if (!validate31(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'fab-t') {
        if (!validate32(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'square') {
        if (!validate33(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'autoattack') {
        if (!validate34(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'a3') {
        if (!validate35(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'adaptive-search') {
        if (!validate36(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'naa') {
        if (!validate37(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'hopskipjump') {
        if (!validate38(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'boundary') {
        if (!validate39(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
          vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
          errors = vErrors.length;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err1 = {
          instancePath,
          schemaPath: '#/discriminator',
          keyword: 'discriminator',
          params: { error: 'mapping', tag: 'type', tagValue: tag0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    } else {
      const err2 = {
        instancePath,
        schemaPath: '#/discriminator',
        keyword: 'discriminator',
        params: { error: 'tag', tag: 'type', tagValue: tag0 },
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  } else {
    const err3 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate25.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate25.evaluated = { dynamicProps: true, dynamicItems: false };

const schema72 = {
  description: 'A network to compress.',
  type: 'object',
  additionalProperties: false,
  required: ['architecture', 'budget'],
  properties: {
    architecture: {
      description:
        'Name of the architecture: `WRN-<depth>-<width>` such as `WRN-28-10`, `WRN-34-R`, `RobustResNet-A1` to `-A4`, or stages as blocks x width, such as `WRN[4x10,4x10/2,4x6/2r]` (`/2`: stride 2, `r`: robust blocks).',
      type: 'string',
      minLength: 1,
      maxLength: 100,
    },
    budget: {
      description: 'Most multiply-accumulates (MACs) that a child of this teacher should need for one image.',
      $ref: '#/$defs/macs',
    },
    name: {
      description: 'What targets call it; needed when two teachers share an architecture.',
      $ref: '#/$defs/label',
      'x-defaultText': "the architecture's name",
    },
  },
};
const schema73 = {
  description: 'A number of multiply-accumulates, with a unit if wanted: k, M, G or T, such as 1.5M or 5G.',
  type: ['number', 'string'],
  pattern: '^[0-9]+(\\.[0-9]+)?[kMGT]?$',
  minimum: 1000,
  maximum: 1000000000000000,
  'x-quantity': 'count',
  'x-hint': 'a number, or one with a unit such as 1.5M or 5G (units: k, M, G, T)',
};
const schema74 = {
  description: 'A name that may have capital letters and dots, as names of networks do.',
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
  maxLength: 100,
  'x-hint': 'letters, digits, dots and hyphens, the first one a letter or digit',
};
const pattern26 = new RegExp('^[0-9]+(\\.[0-9]+)?[kMGT]?$', 'u');
const pattern27 = new RegExp('^[A-Za-z0-9][A-Za-z0-9.-]*$', 'u');

function validate55(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate55.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.architecture === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'architecture' },
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.budget === undefined) {
      const err1 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'budget' },
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'architecture' || key0 === 'budget' || key0 === 'name')) {
        const err2 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.architecture !== undefined) {
      let data0 = data.architecture;
      if (typeof data0 === 'string') {
        if (func2(data0) > 100) {
          const err3 = {
            instancePath: instancePath + '/architecture',
            schemaPath: '#/properties/architecture/maxLength',
            keyword: 'maxLength',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (func2(data0) < 1) {
          const err4 = {
            instancePath: instancePath + '/architecture',
            schemaPath: '#/properties/architecture/minLength',
            keyword: 'minLength',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = {
          instancePath: instancePath + '/architecture',
          schemaPath: '#/properties/architecture/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.budget !== undefined) {
      let data1 = data.budget;
      if (!(typeof data1 == 'number' && isFinite(data1)) && typeof data1 !== 'string') {
        const err6 = {
          instancePath: instancePath + '/budget',
          schemaPath: '#/$defs/macs/type',
          keyword: 'type',
          params: { type: schema73.type },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data1 == 'number' && isFinite(data1)) {
        if (data1 > 1000000000000000 || isNaN(data1)) {
          const err7 = {
            instancePath: instancePath + '/budget',
            schemaPath: '#/$defs/macs/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000000000000000 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data1 < 1000 || isNaN(data1)) {
          const err8 = {
            instancePath: instancePath + '/budget',
            schemaPath: '#/$defs/macs/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
      if (typeof data1 === 'string') {
        if (!pattern26.test(data1)) {
          const err9 = {
            instancePath: instancePath + '/budget',
            schemaPath: '#/$defs/macs/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?[kMGT]?$' },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
    }
    if (data.name !== undefined) {
      let data2 = data.name;
      if (typeof data2 === 'string') {
        if (func2(data2) > 100) {
          const err10 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/label/maxLength',
            keyword: 'maxLength',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (!pattern27.test(data2)) {
          const err11 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/label/pattern',
            keyword: 'pattern',
            params: { pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$' },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      } else {
        const err12 = {
          instancePath: instancePath + '/name',
          schemaPath: '#/$defs/label/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
  } else {
    const err13 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err13];
    } else {
      vErrors.push(err13);
    }
    errors++;
  }
  validate55.errors = vErrors;
  return errors === 0;
}
validate55.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema75 = {
  description: 'How networks are trained adversarially.',
  type: 'object',
  additionalProperties: false,
  properties: {
    teacher: {
      description: 'Of teachers, before the search.',
      $ref: '#/$defs/training',
      default: { select: 'best-pgd' },
    },
    child: { description: 'Of children, to find their reward.', $ref: '#/$defs/training', default: { epochs: 5 } },
    final: {
      description: 'Of the chosen child of each target.',
      $ref: '#/$defs/training',
      default: { select: 'best-pgd' },
    },
  },
};
const schema76 = {
  description: 'Adversarial training with stochastic gradient descent.',
  type: 'object',
  additionalProperties: false,
  properties: {
    method: {
      description:
        '`standard` adversarial training (the loss of attacked images) or `trades` (the loss of clean images plus beta times the divergence of attacked from clean predictions).',
      type: 'string',
      enum: ['standard', 'trades'],
      default: 'trades',
    },
    epochs: {
      description: 'Passes over the training images.',
      type: 'integer',
      minimum: 1,
      maximum: 100000,
      default: 100,
    },
    batchSize: { description: 'Images per step.', type: 'integer', minimum: 2, maximum: 65536, default: 128 },
    learningRate: {
      description: 'Learning rate at the start of the schedule.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 100,
      default: 0.1,
    },
    momentum: { description: 'Momentum.', type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.9 },
    nesterov: { description: "Nesterov's momentum.", type: 'boolean', default: false },
    weightDecay: {
      description: 'Weight of the squared norm of the weights, as PyTorch counts it (added to the gradient).',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.0002,
    },
    clipNorm: {
      description: 'Largest global norm of the gradient; `null` for no bound.',
      type: ['number', 'null'],
      exclusiveMinimum: 0,
      maximum: 1000000,
      default: 5,
    },
    schedule: {
      description: 'How the learning rate changes.',
      $ref: '#/$defs/schedule',
      default: { type: 'step', milestones: [0.75, 0.9], factor: 0.1 },
    },
    attack: { description: 'The inner maximisation.', $ref: '#/$defs/innerAttack', default: {} },
    beta: { description: 'TRADES: weight of the divergence.', type: 'number', minimum: 0, maximum: 1000, default: 6 },
    augmentation: { description: 'Random changes of training images.', $ref: '#/$defs/augmentation', default: {} },
    select: {
      description:
        'Which weights are kept: those after the `last` epoch, or those of the epoch with the best PGD accuracy on held-out images.',
      type: 'string',
      enum: ['last', 'best-pgd'],
      default: 'last',
    },
    precision: {
      description: 'Of convolutions and matrix products; losses and attack arithmetic stay float32.',
      type: 'string',
      enum: ['float32', 'bfloat16'],
      default: 'float32',
    },
    mode: {
      description: '`compiled` records a step once and runs it as one graph; `eager` runs it operation by operation.',
      type: 'string',
      enum: ['compiled', 'eager'],
      default: 'compiled',
    },
  },
};
const schema84 = {
  description:
    "Random changes of training images. The paper's colour images take crop 4 and flip; the defaults leave images as they are, because small greyscale ones, digits above all, change their meaning.",
  type: 'object',
  additionalProperties: false,
  properties: {
    crop: {
      description: 'Pixels of zero padding on each side before a random crop to the original size; 0 for none.',
      type: 'integer',
      minimum: 0,
      maximum: 32,
      default: 0,
    },
    flip: { description: 'Mirror half of the images, left to right.', type: 'boolean', default: false },
  },
};
const schema77 = {
  description: 'How the learning rate changes.',
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [{ $ref: '#/$defs/constantSchedule' }, { $ref: '#/$defs/stepSchedule' }, { $ref: '#/$defs/cosineSchedule' }],
};
const schema78 = {
  description: 'The same learning rate throughout.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: { type: { description: 'Which schedule.', type: 'string', const: 'constant', 'x-noun': 'schedule' } },
};
const schema79 = {
  description: 'The learning rate is multiplied by `factor` at each milestone.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which schedule.', type: 'string', const: 'step', 'x-noun': 'schedule' },
    milestones: {
      description: 'Shares of all epochs, increasing.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { description: 'A share of all epochs.', type: 'number', exclusiveMinimum: 0, maximum: 1 },
      default: [0.75, 0.9],
    },
    factor: {
      description: 'What the learning rate is multiplied by.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
    },
  },
};
const schema80 = {
  description: 'The learning rate falls to 0 as a cosine.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { description: 'Which schedule.', type: 'string', const: 'cosine', 'x-noun': 'schedule' },
    warmup: {
      description: 'Share of all epochs in which the learning rate rises from 0 first.',
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
    },
  },
};

function validate59(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate59.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.type === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'type' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.type;
    if (typeof tag0 == 'string') {
      if (tag0 === 'constant') {
        if (data && typeof data == 'object' && !Array.isArray(data)) {
          if (data.type === undefined) {
            const err1 = {
              instancePath,
              schemaPath: '#/$defs/constantSchedule/required',
              keyword: 'required',
              params: { missingProperty: 'type' },
            };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(key0 === 'type')) {
              const err2 = {
                instancePath,
                schemaPath: '#/$defs/constantSchedule/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key0 },
              };
              if (vErrors === null) {
                vErrors = [err2];
              } else {
                vErrors.push(err2);
              }
              errors++;
            }
          }
          if (data.type !== undefined) {
            let data0 = data.type;
            if (typeof data0 !== 'string') {
              const err3 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/constantSchedule/properties/type/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            if ('constant' !== data0) {
              const err4 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/constantSchedule/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'constant' },
              };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          }
        } else {
          const err5 = {
            instancePath,
            schemaPath: '#/$defs/constantSchedule/type',
            keyword: 'type',
            params: { type: 'object' },
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === 'step') {
        if (data && typeof data == 'object' && !Array.isArray(data)) {
          if (data.type === undefined) {
            const err6 = {
              instancePath,
              schemaPath: '#/$defs/stepSchedule/required',
              keyword: 'required',
              params: { missingProperty: 'type' },
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!(key1 === 'type' || key1 === 'milestones' || key1 === 'factor')) {
              const err7 = {
                instancePath,
                schemaPath: '#/$defs/stepSchedule/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key1 },
              };
              if (vErrors === null) {
                vErrors = [err7];
              } else {
                vErrors.push(err7);
              }
              errors++;
            }
          }
          if (data.type !== undefined) {
            let data1 = data.type;
            if (typeof data1 !== 'string') {
              const err8 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/stepSchedule/properties/type/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err8];
              } else {
                vErrors.push(err8);
              }
              errors++;
            }
            if ('step' !== data1) {
              const err9 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/stepSchedule/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'step' },
              };
              if (vErrors === null) {
                vErrors = [err9];
              } else {
                vErrors.push(err9);
              }
              errors++;
            }
          }
          if (data.milestones !== undefined) {
            let data2 = data.milestones;
            if (Array.isArray(data2)) {
              if (data2.length > 100) {
                const err10 = {
                  instancePath: instancePath + '/milestones',
                  schemaPath: '#/$defs/stepSchedule/properties/milestones/maxItems',
                  keyword: 'maxItems',
                  params: { limit: 100 },
                };
                if (vErrors === null) {
                  vErrors = [err10];
                } else {
                  vErrors.push(err10);
                }
                errors++;
              }
              if (data2.length < 1) {
                const err11 = {
                  instancePath: instancePath + '/milestones',
                  schemaPath: '#/$defs/stepSchedule/properties/milestones/minItems',
                  keyword: 'minItems',
                  params: { limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
              const len0 = data2.length;
              for (let i0 = 0; i0 < len0; i0++) {
                let data3 = data2[i0];
                if (typeof data3 == 'number' && isFinite(data3)) {
                  if (data3 > 1 || isNaN(data3)) {
                    const err12 = {
                      instancePath: instancePath + '/milestones/' + i0,
                      schemaPath: '#/$defs/stepSchedule/properties/milestones/items/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 1 },
                    };
                    if (vErrors === null) {
                      vErrors = [err12];
                    } else {
                      vErrors.push(err12);
                    }
                    errors++;
                  }
                  if (data3 <= 0 || isNaN(data3)) {
                    const err13 = {
                      instancePath: instancePath + '/milestones/' + i0,
                      schemaPath: '#/$defs/stepSchedule/properties/milestones/items/exclusiveMinimum',
                      keyword: 'exclusiveMinimum',
                      params: { comparison: '>', limit: 0 },
                    };
                    if (vErrors === null) {
                      vErrors = [err13];
                    } else {
                      vErrors.push(err13);
                    }
                    errors++;
                  }
                } else {
                  const err14 = {
                    instancePath: instancePath + '/milestones/' + i0,
                    schemaPath: '#/$defs/stepSchedule/properties/milestones/items/type',
                    keyword: 'type',
                    params: { type: 'number' },
                  };
                  if (vErrors === null) {
                    vErrors = [err14];
                  } else {
                    vErrors.push(err14);
                  }
                  errors++;
                }
              }
            } else {
              const err15 = {
                instancePath: instancePath + '/milestones',
                schemaPath: '#/$defs/stepSchedule/properties/milestones/type',
                keyword: 'type',
                params: { type: 'array' },
              };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          }
          if (data.factor !== undefined) {
            let data4 = data.factor;
            if (typeof data4 == 'number' && isFinite(data4)) {
              if (data4 > 1 || isNaN(data4)) {
                const err16 = {
                  instancePath: instancePath + '/factor',
                  schemaPath: '#/$defs/stepSchedule/properties/factor/maximum',
                  keyword: 'maximum',
                  params: { comparison: '<=', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
              if (data4 <= 0 || isNaN(data4)) {
                const err17 = {
                  instancePath: instancePath + '/factor',
                  schemaPath: '#/$defs/stepSchedule/properties/factor/exclusiveMinimum',
                  keyword: 'exclusiveMinimum',
                  params: { comparison: '>', limit: 0 },
                };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
              }
            } else {
              const err18 = {
                instancePath: instancePath + '/factor',
                schemaPath: '#/$defs/stepSchedule/properties/factor/type',
                keyword: 'type',
                params: { type: 'number' },
              };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          }
        } else {
          const err19 = {
            instancePath,
            schemaPath: '#/$defs/stepSchedule/type',
            keyword: 'type',
            params: { type: 'object' },
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === 'cosine') {
        if (data && typeof data == 'object' && !Array.isArray(data)) {
          if (data.type === undefined) {
            const err20 = {
              instancePath,
              schemaPath: '#/$defs/cosineSchedule/required',
              keyword: 'required',
              params: { missingProperty: 'type' },
            };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
          for (const key2 in data) {
            if (!(key2 === 'type' || key2 === 'warmup')) {
              const err21 = {
                instancePath,
                schemaPath: '#/$defs/cosineSchedule/additionalProperties',
                keyword: 'additionalProperties',
                params: { additionalProperty: key2 },
              };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
          }
          if (data.type !== undefined) {
            let data5 = data.type;
            if (typeof data5 !== 'string') {
              const err22 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/cosineSchedule/properties/type/type',
                keyword: 'type',
                params: { type: 'string' },
              };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
            if ('cosine' !== data5) {
              const err23 = {
                instancePath: instancePath + '/type',
                schemaPath: '#/$defs/cosineSchedule/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'cosine' },
              };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
          }
          if (data.warmup !== undefined) {
            let data6 = data.warmup;
            if (typeof data6 == 'number' && isFinite(data6)) {
              if (data6 < 0 || isNaN(data6)) {
                const err24 = {
                  instancePath: instancePath + '/warmup',
                  schemaPath: '#/$defs/cosineSchedule/properties/warmup/minimum',
                  keyword: 'minimum',
                  params: { comparison: '>=', limit: 0 },
                };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
              if (data6 >= 1 || isNaN(data6)) {
                const err25 = {
                  instancePath: instancePath + '/warmup',
                  schemaPath: '#/$defs/cosineSchedule/properties/warmup/exclusiveMaximum',
                  keyword: 'exclusiveMaximum',
                  params: { comparison: '<', limit: 1 },
                };
                if (vErrors === null) {
                  vErrors = [err25];
                } else {
                  vErrors.push(err25);
                }
                errors++;
              }
            } else {
              const err26 = {
                instancePath: instancePath + '/warmup',
                schemaPath: '#/$defs/cosineSchedule/properties/warmup/type',
                keyword: 'type',
                params: { type: 'number' },
              };
              if (vErrors === null) {
                vErrors = [err26];
              } else {
                vErrors.push(err26);
              }
              errors++;
            }
          }
        } else {
          const err27 = {
            instancePath,
            schemaPath: '#/$defs/cosineSchedule/type',
            keyword: 'type',
            params: { type: 'object' },
          };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err28 = {
          instancePath,
          schemaPath: '#/discriminator',
          keyword: 'discriminator',
          params: { error: 'mapping', tag: 'type', tagValue: tag0 },
        };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    } else {
      const err29 = {
        instancePath,
        schemaPath: '#/discriminator',
        keyword: 'discriminator',
        params: { error: 'tag', tag: 'type', tagValue: tag0 },
      };
      if (vErrors === null) {
        vErrors = [err29];
      } else {
        vErrors.push(err29);
      }
      errors++;
    }
  } else {
    const err30 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err30];
    } else {
      vErrors.push(err30);
    }
    errors++;
  }
  validate59.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate59.evaluated = { dynamicProps: true, dynamicItems: false };

const schema81 = {
  description: 'The attack inside of adversarial training (L-infinity).',
  type: 'object',
  additionalProperties: false,
  properties: {
    epsilon: { description: 'Radius of the ball.', $ref: '#/$defs/fraction', default: '8/255' },
    steps: { description: 'Gradient steps.', type: 'integer', minimum: 1, maximum: 1000, default: 10 },
    stepSize: {
      description: 'Length of a step.',
      $ref: '#/$defs/fraction',
      'x-defaultFrom': { property: 'epsilon', divisor: 4 },
    },
  },
};

function validate61(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate61.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'epsilon' || key0 === 'steps' || key0 === 'stepSize')) {
        const err0 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.epsilon !== undefined) {
      let data0 = data.epsilon;
      if (!(typeof data0 == 'number' && isFinite(data0)) && typeof data0 !== 'string') {
        const err1 = {
          instancePath: instancePath + '/epsilon',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (typeof data0 == 'number' && isFinite(data0)) {
        if (data0 > 1 || isNaN(data0)) {
          const err2 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0 <= 0 || isNaN(data0)) {
          const err3 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      }
      if (typeof data0 === 'string') {
        if (!pattern9.test(data0)) {
          const err4 = {
            instancePath: instancePath + '/epsilon',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
    }
    if (data.steps !== undefined) {
      let data1 = data.steps;
      if (!(typeof data1 == 'number' && !(data1 % 1) && !isNaN(data1) && isFinite(data1))) {
        const err5 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (typeof data1 == 'number' && isFinite(data1)) {
        if (data1 > 1000 || isNaN(data1)) {
          const err6 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data1 < 1 || isNaN(data1)) {
          const err7 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      }
    }
    if (data.stepSize !== undefined) {
      let data2 = data.stepSize;
      if (!(typeof data2 == 'number' && isFinite(data2)) && typeof data2 !== 'string') {
        const err8 = {
          instancePath: instancePath + '/stepSize',
          schemaPath: '#/$defs/fraction/type',
          keyword: 'type',
          params: { type: schema58.type },
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 1 || isNaN(data2)) {
          const err9 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data2 <= 0 || isNaN(data2)) {
          const err10 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      }
      if (typeof data2 === 'string') {
        if (!pattern9.test(data2)) {
          const err11 = {
            instancePath: instancePath + '/stepSize',
            schemaPath: '#/$defs/fraction/pattern',
            keyword: 'pattern',
            params: { pattern: '^[0-9]+(\\.[0-9]+)?( ?/ ?[0-9]+(\\.[0-9]+)?)?$' },
          };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
  } else {
    const err12 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err12];
    } else {
      vErrors.push(err12);
    }
    errors++;
  }
  validate61.errors = vErrors;
  return errors === 0;
}
validate61.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

function validate58(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate58.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!func1.call(schema76.properties, key0)) {
        const err0 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.method !== undefined) {
      let data0 = data.method;
      if (typeof data0 !== 'string') {
        const err1 = {
          instancePath: instancePath + '/method',
          schemaPath: '#/properties/method/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (!(data0 === 'standard' || data0 === 'trades')) {
        const err2 = {
          instancePath: instancePath + '/method',
          schemaPath: '#/properties/method/enum',
          keyword: 'enum',
          params: { allowedValues: schema76.properties.method.enum },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.epochs !== undefined) {
      let data1 = data.epochs;
      if (!(typeof data1 == 'number' && !(data1 % 1) && !isNaN(data1) && isFinite(data1))) {
        const err3 = {
          instancePath: instancePath + '/epochs',
          schemaPath: '#/properties/epochs/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (typeof data1 == 'number' && isFinite(data1)) {
        if (data1 > 100000 || isNaN(data1)) {
          const err4 = {
            instancePath: instancePath + '/epochs',
            schemaPath: '#/properties/epochs/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000 },
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (data1 < 1 || isNaN(data1)) {
          const err5 = {
            instancePath: instancePath + '/epochs',
            schemaPath: '#/properties/epochs/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
    }
    if (data.batchSize !== undefined) {
      let data2 = data.batchSize;
      if (!(typeof data2 == 'number' && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        const err6 = {
          instancePath: instancePath + '/batchSize',
          schemaPath: '#/properties/batchSize/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 65536 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 65536 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 < 2 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/batchSize',
            schemaPath: '#/properties/batchSize/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 2 },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.learningRate !== undefined) {
      let data3 = data.learningRate;
      if (typeof data3 == 'number' && isFinite(data3)) {
        if (data3 > 100 || isNaN(data3)) {
          const err9 = {
            instancePath: instancePath + '/learningRate',
            schemaPath: '#/properties/learningRate/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data3 <= 0 || isNaN(data3)) {
          const err10 = {
            instancePath: instancePath + '/learningRate',
            schemaPath: '#/properties/learningRate/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      } else {
        const err11 = {
          instancePath: instancePath + '/learningRate',
          schemaPath: '#/properties/learningRate/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.momentum !== undefined) {
      let data4 = data.momentum;
      if (typeof data4 == 'number' && isFinite(data4)) {
        if (data4 < 0 || isNaN(data4)) {
          const err12 = {
            instancePath: instancePath + '/momentum',
            schemaPath: '#/properties/momentum/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data4 >= 1 || isNaN(data4)) {
          const err13 = {
            instancePath: instancePath + '/momentum',
            schemaPath: '#/properties/momentum/exclusiveMaximum',
            keyword: 'exclusiveMaximum',
            params: { comparison: '<', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      } else {
        const err14 = {
          instancePath: instancePath + '/momentum',
          schemaPath: '#/properties/momentum/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.nesterov !== undefined) {
      if (typeof data.nesterov !== 'boolean') {
        const err15 = {
          instancePath: instancePath + '/nesterov',
          schemaPath: '#/properties/nesterov/type',
          keyword: 'type',
          params: { type: 'boolean' },
        };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.weightDecay !== undefined) {
      let data6 = data.weightDecay;
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 1 || isNaN(data6)) {
          const err16 = {
            instancePath: instancePath + '/weightDecay',
            schemaPath: '#/properties/weightDecay/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data6 < 0 || isNaN(data6)) {
          const err17 = {
            instancePath: instancePath + '/weightDecay',
            schemaPath: '#/properties/weightDecay/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      } else {
        const err18 = {
          instancePath: instancePath + '/weightDecay',
          schemaPath: '#/properties/weightDecay/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.clipNorm !== undefined) {
      let data7 = data.clipNorm;
      if (!(typeof data7 == 'number' && isFinite(data7)) && data7 !== null) {
        const err19 = {
          instancePath: instancePath + '/clipNorm',
          schemaPath: '#/properties/clipNorm/type',
          keyword: 'type',
          params: { type: schema76.properties.clipNorm.type },
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 1000000 || isNaN(data7)) {
          const err20 = {
            instancePath: instancePath + '/clipNorm',
            schemaPath: '#/properties/clipNorm/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000000 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data7 <= 0 || isNaN(data7)) {
          const err21 = {
            instancePath: instancePath + '/clipNorm',
            schemaPath: '#/properties/clipNorm/exclusiveMinimum',
            keyword: 'exclusiveMinimum',
            params: { comparison: '>', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      }
    }
    if (data.schedule !== undefined) {
      if (
        !validate59(data.schedule, {
          instancePath: instancePath + '/schedule',
          parentData: data,
          parentDataProperty: 'schedule',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
        errors = vErrors.length;
      }
    }
    if (data.attack !== undefined) {
      if (
        !validate61(data.attack, {
          instancePath: instancePath + '/attack',
          parentData: data,
          parentDataProperty: 'attack',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
        errors = vErrors.length;
      }
    }
    if (data.beta !== undefined) {
      let data10 = data.beta;
      if (typeof data10 == 'number' && isFinite(data10)) {
        if (data10 > 1000 || isNaN(data10)) {
          const err22 = {
            instancePath: instancePath + '/beta',
            schemaPath: '#/properties/beta/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 1000 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data10 < 0 || isNaN(data10)) {
          const err23 = {
            instancePath: instancePath + '/beta',
            schemaPath: '#/properties/beta/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      } else {
        const err24 = {
          instancePath: instancePath + '/beta',
          schemaPath: '#/properties/beta/type',
          keyword: 'type',
          params: { type: 'number' },
        };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.augmentation !== undefined) {
      let data11 = data.augmentation;
      if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
        for (const key1 in data11) {
          if (!(key1 === 'crop' || key1 === 'flip')) {
            const err25 = {
              instancePath: instancePath + '/augmentation',
              schemaPath: '#/$defs/augmentation/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
            };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
        }
        if (data11.crop !== undefined) {
          let data12 = data11.crop;
          if (!(typeof data12 == 'number' && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
            const err26 = {
              instancePath: instancePath + '/augmentation/crop',
              schemaPath: '#/$defs/augmentation/properties/crop/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
          if (typeof data12 == 'number' && isFinite(data12)) {
            if (data12 > 32 || isNaN(data12)) {
              const err27 = {
                instancePath: instancePath + '/augmentation/crop',
                schemaPath: '#/$defs/augmentation/properties/crop/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 32 },
              };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
            if (data12 < 0 || isNaN(data12)) {
              const err28 = {
                instancePath: instancePath + '/augmentation/crop',
                schemaPath: '#/$defs/augmentation/properties/crop/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 0 },
              };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
          }
        }
        if (data11.flip !== undefined) {
          if (typeof data11.flip !== 'boolean') {
            const err29 = {
              instancePath: instancePath + '/augmentation/flip',
              schemaPath: '#/$defs/augmentation/properties/flip/type',
              keyword: 'type',
              params: { type: 'boolean' },
            };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
      } else {
        const err30 = {
          instancePath: instancePath + '/augmentation',
          schemaPath: '#/$defs/augmentation/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
    }
    if (data.select !== undefined) {
      let data14 = data.select;
      if (typeof data14 !== 'string') {
        const err31 = {
          instancePath: instancePath + '/select',
          schemaPath: '#/properties/select/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
      if (!(data14 === 'last' || data14 === 'best-pgd')) {
        const err32 = {
          instancePath: instancePath + '/select',
          schemaPath: '#/properties/select/enum',
          keyword: 'enum',
          params: { allowedValues: schema76.properties.select.enum },
        };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.precision !== undefined) {
      let data15 = data.precision;
      if (typeof data15 !== 'string') {
        const err33 = {
          instancePath: instancePath + '/precision',
          schemaPath: '#/properties/precision/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
      if (!(data15 === 'float32' || data15 === 'bfloat16')) {
        const err34 = {
          instancePath: instancePath + '/precision',
          schemaPath: '#/properties/precision/enum',
          keyword: 'enum',
          params: { allowedValues: schema76.properties.precision.enum },
        };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
    }
    if (data.mode !== undefined) {
      let data16 = data.mode;
      if (typeof data16 !== 'string') {
        const err35 = {
          instancePath: instancePath + '/mode',
          schemaPath: '#/properties/mode/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
      if (!(data16 === 'compiled' || data16 === 'eager')) {
        const err36 = {
          instancePath: instancePath + '/mode',
          schemaPath: '#/properties/mode/enum',
          keyword: 'enum',
          params: { allowedValues: schema76.properties.mode.enum },
        };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
  } else {
    const err37 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err37];
    } else {
      vErrors.push(err37);
    }
    errors++;
  }
  validate58.errors = vErrors;
  return errors === 0;
}
validate58.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

function validate57(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate57.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'teacher' || key0 === 'child' || key0 === 'final')) {
        const err0 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.teacher !== undefined) {
      if (
        !validate58(data.teacher, {
          instancePath: instancePath + '/teacher',
          parentData: data,
          parentDataProperty: 'teacher',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
        errors = vErrors.length;
      }
    }
    if (data.child !== undefined) {
      if (
        !validate58(data.child, {
          instancePath: instancePath + '/child',
          parentData: data,
          parentDataProperty: 'child',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
        errors = vErrors.length;
      }
    }
    if (data.final !== undefined) {
      if (
        !validate58(data.final, {
          instancePath: instancePath + '/final',
          parentData: data,
          parentDataProperty: 'final',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err1 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate57.errors = vErrors;
  return errors === 0;
}
validate57.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema85 = {
  description: 'The agent and its two levels of learning.',
  type: 'object',
  additionalProperties: false,
  properties: {
    seed: {
      description:
        "Seed of the agent's draws alone; data splits, networks and attacks keep the seed of the spec. A schedule changes it from night to night.",
      type: 'integer',
      minimum: 0,
      maximum: 2147483647,
      'x-defaultText': 'the seed of the spec',
    },
    buffers: { description: 'What tasks are drawn from in meta-training.', $ref: '#/$defs/buffers', default: {} },
    lips: {
      description: 'LIPS, the embedding of how hard the attacked data are for the teacher.',
      $ref: '#/$defs/lips',
      default: {},
    },
    ct: { description: 'CT, the embedding of what the teacher costs.', $ref: '#/$defs/ct', default: {} },
    encoder: {
      description: 'The state encoder: a bidirectional LSTM over stages, pre-trained as an autoencoder, then frozen.',
      $ref: '#/$defs/encoder',
      default: {},
    },
    policy: {
      description:
        'The policy: Gaussian heads for remaining width and depth, Bernoulli heads for stride and robust block, per stage.',
      $ref: '#/$defs/policy',
      default: {},
    },
    reward: { description: 'What a child is worth.', $ref: '#/$defs/reward', default: {} },
    bank: {
      description:
        'Keep the images that attacks find, by data set, norm and radius, and show those of its task to each new child before it is attacked: a bound of its robust accuracy for a forward pass over at most 8 evaluation sets. The reward does not depend on it.',
      type: 'boolean',
      default: false,
    },
    meta: { description: 'Meta-training over tasks drawn from the buffers.', $ref: '#/$defs/meta', default: {} },
    fineTune: {
      description: 'Fine-tuning on a target, in episodes of one step.',
      $ref: '#/$defs/fineTune',
      default: {},
    },
    choose: {
      description:
        "Which child of a target is trained in full: the one with the best reward seen in fine-tuning, or the policy's mode (the means and the likelier bits).",
      type: 'string',
      enum: ['best-reward', 'policy-mode'],
      default: 'best-reward',
    },
  },
};
const schema86 = {
  description:
    'What tasks are drawn from in meta-training, so that a data set or attack may be kept for targets and evaluation only.',
  type: 'object',
  additionalProperties: false,
  properties: {
    data: {
      description: 'Names of data sets.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { description: 'Name of a data set of this file.', type: 'string' },
      'x-defaultText': 'every data set',
    },
    attacks: {
      description: 'Names of attacks.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { description: 'Name of an attack of this file.', type: 'string' },
      'x-defaultText': 'every attack',
    },
    teachers: {
      description: 'Names of teachers.',
      type: 'array',
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { description: 'Name of a teacher of this file.', type: 'string' },
      'x-defaultText': 'every teacher',
    },
  },
};
const schema87 = {
  description: "LIPS: how far the teacher's outputs move per unit of perturbation, for each evaluation image.",
  type: 'object',
  additionalProperties: false,
  properties: {
    enabled: { description: '`false` is the ablation without LIPS.', type: 'boolean', default: true },
    dimension: {
      description: 'Length of the embedding; the sorted coefficients are resampled to it.',
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 256,
    },
    outputNorm: { description: 'Norm of the change of the logits.', type: 'string', enum: ['l1', 'l2'], default: 'l1' },
    inputNorm: {
      description: 'Norm of the change of the image.',
      type: 'string',
      enum: ['linf', 'l2'],
      default: 'linf',
    },
    teacher: {
      description:
        'Which teacher the evaluation set is attacked on: the adversarially trained one, or one trained on clean images.',
      type: 'string',
      enum: ['adversarial', 'clean'],
      default: 'adversarial',
    },
  },
};
const schema88 = {
  description: 'CT: MACs of the teacher per evaluation image, on a logarithmic scale.',
  type: 'object',
  additionalProperties: false,
  properties: {
    enabled: { description: '`false` is the ablation without CT.', type: 'boolean', default: true },
    dimension: { description: 'Length of the embedding.', type: 'integer', minimum: 1, maximum: 4096, default: 256 },
  },
};
const schema89 = {
  description: 'The state encoder.',
  type: 'object',
  additionalProperties: false,
  properties: {
    tasks: {
      description: 'Randomly drawn tasks to pre-train on.',
      type: 'integer',
      minimum: 1,
      maximum: 100000,
      default: 256,
    },
    epochs: { description: 'Passes over these tasks.', type: 'integer', minimum: 1, maximum: 100000, default: 200 },
    learningRate: {
      description: 'Learning rate of Adam.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10,
      default: 0.001,
    },
    hidden: {
      description: 'Units of the LSTM in each direction.',
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 64,
    },
    stateSize: {
      description: 'Length of the state of a stage.',
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 64,
    },
  },
};
const schema90 = {
  description: 'The policy.',
  type: 'object',
  additionalProperties: false,
  dependentRequired: { maxDepth: ['maxWidth'], maxWidth: ['maxDepth'] },
  properties: {
    hidden: {
      description: 'Units of the shared feature extractor.',
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 64,
    },
    learningRate: {
      description: 'Learning rate of the policy gradient.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 10,
      default: 0.001,
    },
    optimizer: {
      description: 'What applies the policy gradient.',
      type: 'string',
      enum: ['adam', 'sgd'],
      default: 'adam',
    },
    initialStd: {
      description: 'Standard deviation of the Gaussian heads at the beginning.',
      type: 'number',
      minimum: 0.02,
      maximum: 1,
      default: 0.2,
    },
    learnStd: { description: 'Learn the standard deviation instead of keeping it.', type: 'boolean', default: false },
    minRatio: {
      description: 'Least remaining width and depth; samples are clipped to [minRatio, 1].',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
    },
    maxDepth: {
      description:
        'Blocks, stage by stage, that a depth of 100 % stands for, instead of those of the network being compressed.',
      type: 'array',
      minItems: 1,
      maxItems: 6,
      items: { description: 'Blocks of one stage.', type: 'integer', minimum: 1, maximum: 1000 },
      'x-defaultText': 'those of the network being compressed',
    },
    maxWidth: {
      description:
        'Widen factors, stage by stage, that a width of 100 % stands for, instead of those of the network being compressed.',
      type: 'array',
      minItems: 1,
      maxItems: 6,
      items: { description: 'Widen factor of one stage.', type: 'integer', minimum: 1, maximum: 1000 },
      'x-defaultText': 'those of the network being compressed',
    },
  },
};
const schema91 = {
  description:
    "What a child is worth: its compression and its robust accuracy relative to its teacher's, less when it costs more than its budget.",
  type: 'object',
  additionalProperties: false,
  properties: {
    size: {
      description: 'What compression is measured in.',
      type: 'string',
      enum: ['macs', 'params'],
      default: 'macs',
    },
    annealing: {
      description:
        'How the factor for a child above its budget falls from 1 to 0 over the search; `hard` is the ablation with a reward of -1.',
      type: 'string',
      enum: ['linear', 'cosine', 'hard'],
      default: 'linear',
    },
    threat: {
      description: '`white-box` attacks the child itself; `transfer` takes the images attacked on the teacher.',
      type: 'string',
      enum: ['white-box', 'transfer'],
      default: 'white-box',
    },
    baseline: {
      description: 'What is subtracted from rewards in the policy gradient.',
      type: 'string',
      enum: ['none', 'running-mean'],
      default: 'none',
    },
    guard: {
      description:
        "A child that costs more MACs than this multiple of its base teacher's is not built and gets the reward of a violation.",
      type: 'number',
      minimum: 1,
      maximum: 1000,
      default: 2,
    },
  },
};
const schema92 = {
  description: 'Meta-training.',
  type: 'object',
  additionalProperties: false,
  properties: {
    iterations: {
      description: 'Iterations; buffers start anew in each. 0 is R-NAS, the agent without meta-training.',
      type: 'integer',
      minimum: 0,
      maximum: 100000,
      default: 100,
    },
    timeSteps: {
      description: 'Time steps of an iteration: tasks drawn, children trained.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 5,
    },
    episodes: {
      description:
        'Episodes of an iteration, each with buffers and random numbers of its own. With `update: iteration` they run side by side and the policy learns from all of them at once; with `update: step` one goes on where the other ended.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
    },
    update: {
      description:
        'Update the policy after each time `step`, or once per `iteration`, which lets its children train in parallel.',
      type: 'string',
      enum: ['step', 'iteration'],
      default: 'step',
    },
  },
};
const schema93 = {
  description: 'Fine-tuning.',
  type: 'object',
  additionalProperties: false,
  properties: {
    iterations: {
      description: 'Iterations of one step each, per target.',
      type: 'integer',
      minimum: 1,
      maximum: 100000,
      default: 10,
    },
  },
};

function validate67(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate67.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!func1.call(schema85.properties, key0)) {
        const err0 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.seed !== undefined) {
      let data0 = data.seed;
      if (!(typeof data0 == 'number' && !(data0 % 1) && !isNaN(data0) && isFinite(data0))) {
        const err1 = {
          instancePath: instancePath + '/seed',
          schemaPath: '#/properties/seed/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (typeof data0 == 'number' && isFinite(data0)) {
        if (data0 > 2147483647 || isNaN(data0)) {
          const err2 = {
            instancePath: instancePath + '/seed',
            schemaPath: '#/properties/seed/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 2147483647 },
          };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0 < 0 || isNaN(data0)) {
          const err3 = {
            instancePath: instancePath + '/seed',
            schemaPath: '#/properties/seed/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      }
    }
    if (data.buffers !== undefined) {
      let data1 = data.buffers;
      if (data1 && typeof data1 == 'object' && !Array.isArray(data1)) {
        for (const key1 in data1) {
          if (!(key1 === 'data' || key1 === 'attacks' || key1 === 'teachers')) {
            const err4 = {
              instancePath: instancePath + '/buffers',
              schemaPath: '#/$defs/buffers/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
            };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
        if (data1.data !== undefined) {
          let data2 = data1.data;
          if (Array.isArray(data2)) {
            if (data2.length > 100) {
              const err5 = {
                instancePath: instancePath + '/buffers/data',
                schemaPath: '#/$defs/buffers/properties/data/maxItems',
                keyword: 'maxItems',
                params: { limit: 100 },
              };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            if (data2.length < 1) {
              const err6 = {
                instancePath: instancePath + '/buffers/data',
                schemaPath: '#/$defs/buffers/properties/data/minItems',
                keyword: 'minItems',
                params: { limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err6];
              } else {
                vErrors.push(err6);
              }
              errors++;
            }
            const len0 = data2.length;
            for (let i0 = 0; i0 < len0; i0++) {
              if (typeof data2[i0] !== 'string') {
                const err7 = {
                  instancePath: instancePath + '/buffers/data/' + i0,
                  schemaPath: '#/$defs/buffers/properties/data/items/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
            let i1 = data2.length;
            let j0;
            if (i1 > 1) {
              const indices0 = {};
              for (; i1--;) {
                let item0 = data2[i1];
                if (typeof item0 !== 'string') {
                  continue;
                }
                if (typeof indices0[item0] == 'number') {
                  j0 = indices0[item0];
                  const err8 = {
                    instancePath: instancePath + '/buffers/data',
                    schemaPath: '#/$defs/buffers/properties/data/uniqueItems',
                    keyword: 'uniqueItems',
                    params: { i: i1, j: j0 },
                  };
                  if (vErrors === null) {
                    vErrors = [err8];
                  } else {
                    vErrors.push(err8);
                  }
                  errors++;
                  break;
                }
                indices0[item0] = i1;
              }
            }
          } else {
            const err9 = {
              instancePath: instancePath + '/buffers/data',
              schemaPath: '#/$defs/buffers/properties/data/type',
              keyword: 'type',
              params: { type: 'array' },
            };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
        if (data1.attacks !== undefined) {
          let data4 = data1.attacks;
          if (Array.isArray(data4)) {
            if (data4.length > 100) {
              const err10 = {
                instancePath: instancePath + '/buffers/attacks',
                schemaPath: '#/$defs/buffers/properties/attacks/maxItems',
                keyword: 'maxItems',
                params: { limit: 100 },
              };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
            if (data4.length < 1) {
              const err11 = {
                instancePath: instancePath + '/buffers/attacks',
                schemaPath: '#/$defs/buffers/properties/attacks/minItems',
                keyword: 'minItems',
                params: { limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
            const len1 = data4.length;
            for (let i2 = 0; i2 < len1; i2++) {
              if (typeof data4[i2] !== 'string') {
                const err12 = {
                  instancePath: instancePath + '/buffers/attacks/' + i2,
                  schemaPath: '#/$defs/buffers/properties/attacks/items/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err12];
                } else {
                  vErrors.push(err12);
                }
                errors++;
              }
            }
            let i3 = data4.length;
            let j1;
            if (i3 > 1) {
              const indices1 = {};
              for (; i3--;) {
                let item1 = data4[i3];
                if (typeof item1 !== 'string') {
                  continue;
                }
                if (typeof indices1[item1] == 'number') {
                  j1 = indices1[item1];
                  const err13 = {
                    instancePath: instancePath + '/buffers/attacks',
                    schemaPath: '#/$defs/buffers/properties/attacks/uniqueItems',
                    keyword: 'uniqueItems',
                    params: { i: i3, j: j1 },
                  };
                  if (vErrors === null) {
                    vErrors = [err13];
                  } else {
                    vErrors.push(err13);
                  }
                  errors++;
                  break;
                }
                indices1[item1] = i3;
              }
            }
          } else {
            const err14 = {
              instancePath: instancePath + '/buffers/attacks',
              schemaPath: '#/$defs/buffers/properties/attacks/type',
              keyword: 'type',
              params: { type: 'array' },
            };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
        if (data1.teachers !== undefined) {
          let data6 = data1.teachers;
          if (Array.isArray(data6)) {
            if (data6.length > 100) {
              const err15 = {
                instancePath: instancePath + '/buffers/teachers',
                schemaPath: '#/$defs/buffers/properties/teachers/maxItems',
                keyword: 'maxItems',
                params: { limit: 100 },
              };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
            if (data6.length < 1) {
              const err16 = {
                instancePath: instancePath + '/buffers/teachers',
                schemaPath: '#/$defs/buffers/properties/teachers/minItems',
                keyword: 'minItems',
                params: { limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
            const len2 = data6.length;
            for (let i4 = 0; i4 < len2; i4++) {
              if (typeof data6[i4] !== 'string') {
                const err17 = {
                  instancePath: instancePath + '/buffers/teachers/' + i4,
                  schemaPath: '#/$defs/buffers/properties/teachers/items/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
              }
            }
            let i5 = data6.length;
            let j2;
            if (i5 > 1) {
              const indices2 = {};
              for (; i5--;) {
                let item2 = data6[i5];
                if (typeof item2 !== 'string') {
                  continue;
                }
                if (typeof indices2[item2] == 'number') {
                  j2 = indices2[item2];
                  const err18 = {
                    instancePath: instancePath + '/buffers/teachers',
                    schemaPath: '#/$defs/buffers/properties/teachers/uniqueItems',
                    keyword: 'uniqueItems',
                    params: { i: i5, j: j2 },
                  };
                  if (vErrors === null) {
                    vErrors = [err18];
                  } else {
                    vErrors.push(err18);
                  }
                  errors++;
                  break;
                }
                indices2[item2] = i5;
              }
            }
          } else {
            const err19 = {
              instancePath: instancePath + '/buffers/teachers',
              schemaPath: '#/$defs/buffers/properties/teachers/type',
              keyword: 'type',
              params: { type: 'array' },
            };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
      } else {
        const err20 = {
          instancePath: instancePath + '/buffers',
          schemaPath: '#/$defs/buffers/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
    }
    if (data.lips !== undefined) {
      let data8 = data.lips;
      if (data8 && typeof data8 == 'object' && !Array.isArray(data8)) {
        for (const key2 in data8) {
          if (!(
            key2 === 'enabled' ||
            key2 === 'dimension' ||
            key2 === 'outputNorm' ||
            key2 === 'inputNorm' ||
            key2 === 'teacher'
          )) {
            const err21 = {
              instancePath: instancePath + '/lips',
              schemaPath: '#/$defs/lips/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key2 },
            };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data8.enabled !== undefined) {
          if (typeof data8.enabled !== 'boolean') {
            const err22 = {
              instancePath: instancePath + '/lips/enabled',
              schemaPath: '#/$defs/lips/properties/enabled/type',
              keyword: 'type',
              params: { type: 'boolean' },
            };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data8.dimension !== undefined) {
          let data10 = data8.dimension;
          if (!(typeof data10 == 'number' && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
            const err23 = {
              instancePath: instancePath + '/lips/dimension',
              schemaPath: '#/$defs/lips/properties/dimension/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          if (typeof data10 == 'number' && isFinite(data10)) {
            if (data10 > 4096 || isNaN(data10)) {
              const err24 = {
                instancePath: instancePath + '/lips/dimension',
                schemaPath: '#/$defs/lips/properties/dimension/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 4096 },
              };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            if (data10 < 1 || isNaN(data10)) {
              const err25 = {
                instancePath: instancePath + '/lips/dimension',
                schemaPath: '#/$defs/lips/properties/dimension/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          }
        }
        if (data8.outputNorm !== undefined) {
          let data11 = data8.outputNorm;
          if (typeof data11 !== 'string') {
            const err26 = {
              instancePath: instancePath + '/lips/outputNorm',
              schemaPath: '#/$defs/lips/properties/outputNorm/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
          if (!(data11 === 'l1' || data11 === 'l2')) {
            const err27 = {
              instancePath: instancePath + '/lips/outputNorm',
              schemaPath: '#/$defs/lips/properties/outputNorm/enum',
              keyword: 'enum',
              params: { allowedValues: schema87.properties.outputNorm.enum },
            };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data8.inputNorm !== undefined) {
          let data12 = data8.inputNorm;
          if (typeof data12 !== 'string') {
            const err28 = {
              instancePath: instancePath + '/lips/inputNorm',
              schemaPath: '#/$defs/lips/properties/inputNorm/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
          if (!(data12 === 'linf' || data12 === 'l2')) {
            const err29 = {
              instancePath: instancePath + '/lips/inputNorm',
              schemaPath: '#/$defs/lips/properties/inputNorm/enum',
              keyword: 'enum',
              params: { allowedValues: schema87.properties.inputNorm.enum },
            };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
        if (data8.teacher !== undefined) {
          let data13 = data8.teacher;
          if (typeof data13 !== 'string') {
            const err30 = {
              instancePath: instancePath + '/lips/teacher',
              schemaPath: '#/$defs/lips/properties/teacher/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
          if (!(data13 === 'adversarial' || data13 === 'clean')) {
            const err31 = {
              instancePath: instancePath + '/lips/teacher',
              schemaPath: '#/$defs/lips/properties/teacher/enum',
              keyword: 'enum',
              params: { allowedValues: schema87.properties.teacher.enum },
            };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
      } else {
        const err32 = {
          instancePath: instancePath + '/lips',
          schemaPath: '#/$defs/lips/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.ct !== undefined) {
      let data14 = data.ct;
      if (data14 && typeof data14 == 'object' && !Array.isArray(data14)) {
        for (const key3 in data14) {
          if (!(key3 === 'enabled' || key3 === 'dimension')) {
            const err33 = {
              instancePath: instancePath + '/ct',
              schemaPath: '#/$defs/ct/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key3 },
            };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          }
        }
        if (data14.enabled !== undefined) {
          if (typeof data14.enabled !== 'boolean') {
            const err34 = {
              instancePath: instancePath + '/ct/enabled',
              schemaPath: '#/$defs/ct/properties/enabled/type',
              keyword: 'type',
              params: { type: 'boolean' },
            };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        if (data14.dimension !== undefined) {
          let data16 = data14.dimension;
          if (!(typeof data16 == 'number' && !(data16 % 1) && !isNaN(data16) && isFinite(data16))) {
            const err35 = {
              instancePath: instancePath + '/ct/dimension',
              schemaPath: '#/$defs/ct/properties/dimension/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
          if (typeof data16 == 'number' && isFinite(data16)) {
            if (data16 > 4096 || isNaN(data16)) {
              const err36 = {
                instancePath: instancePath + '/ct/dimension',
                schemaPath: '#/$defs/ct/properties/dimension/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 4096 },
              };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
            if (data16 < 1 || isNaN(data16)) {
              const err37 = {
                instancePath: instancePath + '/ct/dimension',
                schemaPath: '#/$defs/ct/properties/dimension/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
          }
        }
      } else {
        const err38 = {
          instancePath: instancePath + '/ct',
          schemaPath: '#/$defs/ct/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.encoder !== undefined) {
      let data17 = data.encoder;
      if (data17 && typeof data17 == 'object' && !Array.isArray(data17)) {
        for (const key4 in data17) {
          if (!(
            key4 === 'tasks' ||
            key4 === 'epochs' ||
            key4 === 'learningRate' ||
            key4 === 'hidden' ||
            key4 === 'stateSize'
          )) {
            const err39 = {
              instancePath: instancePath + '/encoder',
              schemaPath: '#/$defs/encoder/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key4 },
            };
            if (vErrors === null) {
              vErrors = [err39];
            } else {
              vErrors.push(err39);
            }
            errors++;
          }
        }
        if (data17.tasks !== undefined) {
          let data18 = data17.tasks;
          if (!(typeof data18 == 'number' && !(data18 % 1) && !isNaN(data18) && isFinite(data18))) {
            const err40 = {
              instancePath: instancePath + '/encoder/tasks',
              schemaPath: '#/$defs/encoder/properties/tasks/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
          if (typeof data18 == 'number' && isFinite(data18)) {
            if (data18 > 100000 || isNaN(data18)) {
              const err41 = {
                instancePath: instancePath + '/encoder/tasks',
                schemaPath: '#/$defs/encoder/properties/tasks/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 100000 },
              };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
            if (data18 < 1 || isNaN(data18)) {
              const err42 = {
                instancePath: instancePath + '/encoder/tasks',
                schemaPath: '#/$defs/encoder/properties/tasks/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
          }
        }
        if (data17.epochs !== undefined) {
          let data19 = data17.epochs;
          if (!(typeof data19 == 'number' && !(data19 % 1) && !isNaN(data19) && isFinite(data19))) {
            const err43 = {
              instancePath: instancePath + '/encoder/epochs',
              schemaPath: '#/$defs/encoder/properties/epochs/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err43];
            } else {
              vErrors.push(err43);
            }
            errors++;
          }
          if (typeof data19 == 'number' && isFinite(data19)) {
            if (data19 > 100000 || isNaN(data19)) {
              const err44 = {
                instancePath: instancePath + '/encoder/epochs',
                schemaPath: '#/$defs/encoder/properties/epochs/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 100000 },
              };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            if (data19 < 1 || isNaN(data19)) {
              const err45 = {
                instancePath: instancePath + '/encoder/epochs',
                schemaPath: '#/$defs/encoder/properties/epochs/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err45];
              } else {
                vErrors.push(err45);
              }
              errors++;
            }
          }
        }
        if (data17.learningRate !== undefined) {
          let data20 = data17.learningRate;
          if (typeof data20 == 'number' && isFinite(data20)) {
            if (data20 > 10 || isNaN(data20)) {
              const err46 = {
                instancePath: instancePath + '/encoder/learningRate',
                schemaPath: '#/$defs/encoder/properties/learningRate/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 10 },
              };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
            if (data20 <= 0 || isNaN(data20)) {
              const err47 = {
                instancePath: instancePath + '/encoder/learningRate',
                schemaPath: '#/$defs/encoder/properties/learningRate/exclusiveMinimum',
                keyword: 'exclusiveMinimum',
                params: { comparison: '>', limit: 0 },
              };
              if (vErrors === null) {
                vErrors = [err47];
              } else {
                vErrors.push(err47);
              }
              errors++;
            }
          } else {
            const err48 = {
              instancePath: instancePath + '/encoder/learningRate',
              schemaPath: '#/$defs/encoder/properties/learningRate/type',
              keyword: 'type',
              params: { type: 'number' },
            };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
        if (data17.hidden !== undefined) {
          let data21 = data17.hidden;
          if (!(typeof data21 == 'number' && !(data21 % 1) && !isNaN(data21) && isFinite(data21))) {
            const err49 = {
              instancePath: instancePath + '/encoder/hidden',
              schemaPath: '#/$defs/encoder/properties/hidden/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
          if (typeof data21 == 'number' && isFinite(data21)) {
            if (data21 > 4096 || isNaN(data21)) {
              const err50 = {
                instancePath: instancePath + '/encoder/hidden',
                schemaPath: '#/$defs/encoder/properties/hidden/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 4096 },
              };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
            if (data21 < 1 || isNaN(data21)) {
              const err51 = {
                instancePath: instancePath + '/encoder/hidden',
                schemaPath: '#/$defs/encoder/properties/hidden/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err51];
              } else {
                vErrors.push(err51);
              }
              errors++;
            }
          }
        }
        if (data17.stateSize !== undefined) {
          let data22 = data17.stateSize;
          if (!(typeof data22 == 'number' && !(data22 % 1) && !isNaN(data22) && isFinite(data22))) {
            const err52 = {
              instancePath: instancePath + '/encoder/stateSize',
              schemaPath: '#/$defs/encoder/properties/stateSize/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
          if (typeof data22 == 'number' && isFinite(data22)) {
            if (data22 > 4096 || isNaN(data22)) {
              const err53 = {
                instancePath: instancePath + '/encoder/stateSize',
                schemaPath: '#/$defs/encoder/properties/stateSize/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 4096 },
              };
              if (vErrors === null) {
                vErrors = [err53];
              } else {
                vErrors.push(err53);
              }
              errors++;
            }
            if (data22 < 1 || isNaN(data22)) {
              const err54 = {
                instancePath: instancePath + '/encoder/stateSize',
                schemaPath: '#/$defs/encoder/properties/stateSize/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err54];
              } else {
                vErrors.push(err54);
              }
              errors++;
            }
          }
        }
      } else {
        const err55 = {
          instancePath: instancePath + '/encoder',
          schemaPath: '#/$defs/encoder/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err55];
        } else {
          vErrors.push(err55);
        }
        errors++;
      }
    }
    if (data.policy !== undefined) {
      let data23 = data.policy;
      if (data23 && typeof data23 == 'object' && !Array.isArray(data23)) {
        for (const key5 in data23) {
          if (!(
            key5 === 'hidden' ||
            key5 === 'learningRate' ||
            key5 === 'optimizer' ||
            key5 === 'initialStd' ||
            key5 === 'learnStd' ||
            key5 === 'minRatio' ||
            key5 === 'maxDepth' ||
            key5 === 'maxWidth'
          )) {
            const err56 = {
              instancePath: instancePath + '/policy',
              schemaPath: '#/$defs/policy/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key5 },
            };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
        }
        if (data23.hidden !== undefined) {
          let data24 = data23.hidden;
          if (!(typeof data24 == 'number' && !(data24 % 1) && !isNaN(data24) && isFinite(data24))) {
            const err57 = {
              instancePath: instancePath + '/policy/hidden',
              schemaPath: '#/$defs/policy/properties/hidden/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
          if (typeof data24 == 'number' && isFinite(data24)) {
            if (data24 > 4096 || isNaN(data24)) {
              const err58 = {
                instancePath: instancePath + '/policy/hidden',
                schemaPath: '#/$defs/policy/properties/hidden/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 4096 },
              };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
            if (data24 < 1 || isNaN(data24)) {
              const err59 = {
                instancePath: instancePath + '/policy/hidden',
                schemaPath: '#/$defs/policy/properties/hidden/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
          }
        }
        if (data23.learningRate !== undefined) {
          let data25 = data23.learningRate;
          if (typeof data25 == 'number' && isFinite(data25)) {
            if (data25 > 10 || isNaN(data25)) {
              const err60 = {
                instancePath: instancePath + '/policy/learningRate',
                schemaPath: '#/$defs/policy/properties/learningRate/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 10 },
              };
              if (vErrors === null) {
                vErrors = [err60];
              } else {
                vErrors.push(err60);
              }
              errors++;
            }
            if (data25 <= 0 || isNaN(data25)) {
              const err61 = {
                instancePath: instancePath + '/policy/learningRate',
                schemaPath: '#/$defs/policy/properties/learningRate/exclusiveMinimum',
                keyword: 'exclusiveMinimum',
                params: { comparison: '>', limit: 0 },
              };
              if (vErrors === null) {
                vErrors = [err61];
              } else {
                vErrors.push(err61);
              }
              errors++;
            }
          } else {
            const err62 = {
              instancePath: instancePath + '/policy/learningRate',
              schemaPath: '#/$defs/policy/properties/learningRate/type',
              keyword: 'type',
              params: { type: 'number' },
            };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
        }
        if (data23.optimizer !== undefined) {
          let data26 = data23.optimizer;
          if (typeof data26 !== 'string') {
            const err63 = {
              instancePath: instancePath + '/policy/optimizer',
              schemaPath: '#/$defs/policy/properties/optimizer/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err63];
            } else {
              vErrors.push(err63);
            }
            errors++;
          }
          if (!(data26 === 'adam' || data26 === 'sgd')) {
            const err64 = {
              instancePath: instancePath + '/policy/optimizer',
              schemaPath: '#/$defs/policy/properties/optimizer/enum',
              keyword: 'enum',
              params: { allowedValues: schema90.properties.optimizer.enum },
            };
            if (vErrors === null) {
              vErrors = [err64];
            } else {
              vErrors.push(err64);
            }
            errors++;
          }
        }
        if (data23.initialStd !== undefined) {
          let data27 = data23.initialStd;
          if (typeof data27 == 'number' && isFinite(data27)) {
            if (data27 > 1 || isNaN(data27)) {
              const err65 = {
                instancePath: instancePath + '/policy/initialStd',
                schemaPath: '#/$defs/policy/properties/initialStd/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
            if (data27 < 0.02 || isNaN(data27)) {
              const err66 = {
                instancePath: instancePath + '/policy/initialStd',
                schemaPath: '#/$defs/policy/properties/initialStd/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 0.02 },
              };
              if (vErrors === null) {
                vErrors = [err66];
              } else {
                vErrors.push(err66);
              }
              errors++;
            }
          } else {
            const err67 = {
              instancePath: instancePath + '/policy/initialStd',
              schemaPath: '#/$defs/policy/properties/initialStd/type',
              keyword: 'type',
              params: { type: 'number' },
            };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
        if (data23.learnStd !== undefined) {
          if (typeof data23.learnStd !== 'boolean') {
            const err68 = {
              instancePath: instancePath + '/policy/learnStd',
              schemaPath: '#/$defs/policy/properties/learnStd/type',
              keyword: 'type',
              params: { type: 'boolean' },
            };
            if (vErrors === null) {
              vErrors = [err68];
            } else {
              vErrors.push(err68);
            }
            errors++;
          }
        }
        if (data23.minRatio !== undefined) {
          let data29 = data23.minRatio;
          if (typeof data29 == 'number' && isFinite(data29)) {
            if (data29 > 1 || isNaN(data29)) {
              const err69 = {
                instancePath: instancePath + '/policy/minRatio',
                schemaPath: '#/$defs/policy/properties/minRatio/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err69];
              } else {
                vErrors.push(err69);
              }
              errors++;
            }
            if (data29 <= 0 || isNaN(data29)) {
              const err70 = {
                instancePath: instancePath + '/policy/minRatio',
                schemaPath: '#/$defs/policy/properties/minRatio/exclusiveMinimum',
                keyword: 'exclusiveMinimum',
                params: { comparison: '>', limit: 0 },
              };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          } else {
            const err71 = {
              instancePath: instancePath + '/policy/minRatio',
              schemaPath: '#/$defs/policy/properties/minRatio/type',
              keyword: 'type',
              params: { type: 'number' },
            };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
        }
        if (data23.maxDepth !== undefined) {
          let data30 = data23.maxDepth;
          if (Array.isArray(data30)) {
            if (data30.length > 6) {
              const err72 = {
                instancePath: instancePath + '/policy/maxDepth',
                schemaPath: '#/$defs/policy/properties/maxDepth/maxItems',
                keyword: 'maxItems',
                params: { limit: 6 },
              };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
            if (data30.length < 1) {
              const err73 = {
                instancePath: instancePath + '/policy/maxDepth',
                schemaPath: '#/$defs/policy/properties/maxDepth/minItems',
                keyword: 'minItems',
                params: { limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err73];
              } else {
                vErrors.push(err73);
              }
              errors++;
            }
            const len3 = data30.length;
            for (let i6 = 0; i6 < len3; i6++) {
              let data31 = data30[i6];
              if (!(typeof data31 == 'number' && !(data31 % 1) && !isNaN(data31) && isFinite(data31))) {
                const err74 = {
                  instancePath: instancePath + '/policy/maxDepth/' + i6,
                  schemaPath: '#/$defs/policy/properties/maxDepth/items/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                };
                if (vErrors === null) {
                  vErrors = [err74];
                } else {
                  vErrors.push(err74);
                }
                errors++;
              }
              if (typeof data31 == 'number' && isFinite(data31)) {
                if (data31 > 1000 || isNaN(data31)) {
                  const err75 = {
                    instancePath: instancePath + '/policy/maxDepth/' + i6,
                    schemaPath: '#/$defs/policy/properties/maxDepth/items/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 1000 },
                  };
                  if (vErrors === null) {
                    vErrors = [err75];
                  } else {
                    vErrors.push(err75);
                  }
                  errors++;
                }
                if (data31 < 1 || isNaN(data31)) {
                  const err76 = {
                    instancePath: instancePath + '/policy/maxDepth/' + i6,
                    schemaPath: '#/$defs/policy/properties/maxDepth/items/minimum',
                    keyword: 'minimum',
                    params: { comparison: '>=', limit: 1 },
                  };
                  if (vErrors === null) {
                    vErrors = [err76];
                  } else {
                    vErrors.push(err76);
                  }
                  errors++;
                }
              }
            }
          } else {
            const err77 = {
              instancePath: instancePath + '/policy/maxDepth',
              schemaPath: '#/$defs/policy/properties/maxDepth/type',
              keyword: 'type',
              params: { type: 'array' },
            };
            if (vErrors === null) {
              vErrors = [err77];
            } else {
              vErrors.push(err77);
            }
            errors++;
          }
        }
        if (data23.maxWidth !== undefined) {
          let data32 = data23.maxWidth;
          if (Array.isArray(data32)) {
            if (data32.length > 6) {
              const err78 = {
                instancePath: instancePath + '/policy/maxWidth',
                schemaPath: '#/$defs/policy/properties/maxWidth/maxItems',
                keyword: 'maxItems',
                params: { limit: 6 },
              };
              if (vErrors === null) {
                vErrors = [err78];
              } else {
                vErrors.push(err78);
              }
              errors++;
            }
            if (data32.length < 1) {
              const err79 = {
                instancePath: instancePath + '/policy/maxWidth',
                schemaPath: '#/$defs/policy/properties/maxWidth/minItems',
                keyword: 'minItems',
                params: { limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err79];
              } else {
                vErrors.push(err79);
              }
              errors++;
            }
            const len4 = data32.length;
            for (let i7 = 0; i7 < len4; i7++) {
              let data33 = data32[i7];
              if (!(typeof data33 == 'number' && !(data33 % 1) && !isNaN(data33) && isFinite(data33))) {
                const err80 = {
                  instancePath: instancePath + '/policy/maxWidth/' + i7,
                  schemaPath: '#/$defs/policy/properties/maxWidth/items/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                };
                if (vErrors === null) {
                  vErrors = [err80];
                } else {
                  vErrors.push(err80);
                }
                errors++;
              }
              if (typeof data33 == 'number' && isFinite(data33)) {
                if (data33 > 1000 || isNaN(data33)) {
                  const err81 = {
                    instancePath: instancePath + '/policy/maxWidth/' + i7,
                    schemaPath: '#/$defs/policy/properties/maxWidth/items/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 1000 },
                  };
                  if (vErrors === null) {
                    vErrors = [err81];
                  } else {
                    vErrors.push(err81);
                  }
                  errors++;
                }
                if (data33 < 1 || isNaN(data33)) {
                  const err82 = {
                    instancePath: instancePath + '/policy/maxWidth/' + i7,
                    schemaPath: '#/$defs/policy/properties/maxWidth/items/minimum',
                    keyword: 'minimum',
                    params: { comparison: '>=', limit: 1 },
                  };
                  if (vErrors === null) {
                    vErrors = [err82];
                  } else {
                    vErrors.push(err82);
                  }
                  errors++;
                }
              }
            }
          } else {
            const err83 = {
              instancePath: instancePath + '/policy/maxWidth',
              schemaPath: '#/$defs/policy/properties/maxWidth/type',
              keyword: 'type',
              params: { type: 'array' },
            };
            if (vErrors === null) {
              vErrors = [err83];
            } else {
              vErrors.push(err83);
            }
            errors++;
          }
        }
        if (data23.maxDepth !== undefined) {
          if (data23.maxWidth === undefined) {
            const err84 = {
              instancePath: instancePath + '/policy',
              schemaPath: '#/$defs/policy/dependentRequired',
              keyword: 'dependentRequired',
              params: { property: 'maxDepth', missingProperty: 'maxWidth', depsCount: 1, deps: 'maxWidth' },
            };
            if (vErrors === null) {
              vErrors = [err84];
            } else {
              vErrors.push(err84);
            }
            errors++;
          }
        }
        if (data23.maxWidth !== undefined) {
          if (data23.maxDepth === undefined) {
            const err85 = {
              instancePath: instancePath + '/policy',
              schemaPath: '#/$defs/policy/dependentRequired',
              keyword: 'dependentRequired',
              params: { property: 'maxWidth', missingProperty: 'maxDepth', depsCount: 1, deps: 'maxDepth' },
            };
            if (vErrors === null) {
              vErrors = [err85];
            } else {
              vErrors.push(err85);
            }
            errors++;
          }
        }
      } else {
        const err86 = {
          instancePath: instancePath + '/policy',
          schemaPath: '#/$defs/policy/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err86];
        } else {
          vErrors.push(err86);
        }
        errors++;
      }
    }
    if (data.reward !== undefined) {
      let data34 = data.reward;
      if (data34 && typeof data34 == 'object' && !Array.isArray(data34)) {
        for (const key6 in data34) {
          if (!(
            key6 === 'size' ||
            key6 === 'annealing' ||
            key6 === 'threat' ||
            key6 === 'baseline' ||
            key6 === 'guard'
          )) {
            const err87 = {
              instancePath: instancePath + '/reward',
              schemaPath: '#/$defs/reward/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key6 },
            };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
        }
        if (data34.size !== undefined) {
          let data35 = data34.size;
          if (typeof data35 !== 'string') {
            const err88 = {
              instancePath: instancePath + '/reward/size',
              schemaPath: '#/$defs/reward/properties/size/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err88];
            } else {
              vErrors.push(err88);
            }
            errors++;
          }
          if (!(data35 === 'macs' || data35 === 'params')) {
            const err89 = {
              instancePath: instancePath + '/reward/size',
              schemaPath: '#/$defs/reward/properties/size/enum',
              keyword: 'enum',
              params: { allowedValues: schema91.properties.size.enum },
            };
            if (vErrors === null) {
              vErrors = [err89];
            } else {
              vErrors.push(err89);
            }
            errors++;
          }
        }
        if (data34.annealing !== undefined) {
          let data36 = data34.annealing;
          if (typeof data36 !== 'string') {
            const err90 = {
              instancePath: instancePath + '/reward/annealing',
              schemaPath: '#/$defs/reward/properties/annealing/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err90];
            } else {
              vErrors.push(err90);
            }
            errors++;
          }
          if (!(data36 === 'linear' || data36 === 'cosine' || data36 === 'hard')) {
            const err91 = {
              instancePath: instancePath + '/reward/annealing',
              schemaPath: '#/$defs/reward/properties/annealing/enum',
              keyword: 'enum',
              params: { allowedValues: schema91.properties.annealing.enum },
            };
            if (vErrors === null) {
              vErrors = [err91];
            } else {
              vErrors.push(err91);
            }
            errors++;
          }
        }
        if (data34.threat !== undefined) {
          let data37 = data34.threat;
          if (typeof data37 !== 'string') {
            const err92 = {
              instancePath: instancePath + '/reward/threat',
              schemaPath: '#/$defs/reward/properties/threat/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err92];
            } else {
              vErrors.push(err92);
            }
            errors++;
          }
          if (!(data37 === 'white-box' || data37 === 'transfer')) {
            const err93 = {
              instancePath: instancePath + '/reward/threat',
              schemaPath: '#/$defs/reward/properties/threat/enum',
              keyword: 'enum',
              params: { allowedValues: schema91.properties.threat.enum },
            };
            if (vErrors === null) {
              vErrors = [err93];
            } else {
              vErrors.push(err93);
            }
            errors++;
          }
        }
        if (data34.baseline !== undefined) {
          let data38 = data34.baseline;
          if (typeof data38 !== 'string') {
            const err94 = {
              instancePath: instancePath + '/reward/baseline',
              schemaPath: '#/$defs/reward/properties/baseline/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err94];
            } else {
              vErrors.push(err94);
            }
            errors++;
          }
          if (!(data38 === 'none' || data38 === 'running-mean')) {
            const err95 = {
              instancePath: instancePath + '/reward/baseline',
              schemaPath: '#/$defs/reward/properties/baseline/enum',
              keyword: 'enum',
              params: { allowedValues: schema91.properties.baseline.enum },
            };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
        }
        if (data34.guard !== undefined) {
          let data39 = data34.guard;
          if (typeof data39 == 'number' && isFinite(data39)) {
            if (data39 > 1000 || isNaN(data39)) {
              const err96 = {
                instancePath: instancePath + '/reward/guard',
                schemaPath: '#/$defs/reward/properties/guard/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 1000 },
              };
              if (vErrors === null) {
                vErrors = [err96];
              } else {
                vErrors.push(err96);
              }
              errors++;
            }
            if (data39 < 1 || isNaN(data39)) {
              const err97 = {
                instancePath: instancePath + '/reward/guard',
                schemaPath: '#/$defs/reward/properties/guard/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err97];
              } else {
                vErrors.push(err97);
              }
              errors++;
            }
          } else {
            const err98 = {
              instancePath: instancePath + '/reward/guard',
              schemaPath: '#/$defs/reward/properties/guard/type',
              keyword: 'type',
              params: { type: 'number' },
            };
            if (vErrors === null) {
              vErrors = [err98];
            } else {
              vErrors.push(err98);
            }
            errors++;
          }
        }
      } else {
        const err99 = {
          instancePath: instancePath + '/reward',
          schemaPath: '#/$defs/reward/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err99];
        } else {
          vErrors.push(err99);
        }
        errors++;
      }
    }
    if (data.bank !== undefined) {
      if (typeof data.bank !== 'boolean') {
        const err100 = {
          instancePath: instancePath + '/bank',
          schemaPath: '#/properties/bank/type',
          keyword: 'type',
          params: { type: 'boolean' },
        };
        if (vErrors === null) {
          vErrors = [err100];
        } else {
          vErrors.push(err100);
        }
        errors++;
      }
    }
    if (data.meta !== undefined) {
      let data41 = data.meta;
      if (data41 && typeof data41 == 'object' && !Array.isArray(data41)) {
        for (const key7 in data41) {
          if (!(key7 === 'iterations' || key7 === 'timeSteps' || key7 === 'episodes' || key7 === 'update')) {
            const err101 = {
              instancePath: instancePath + '/meta',
              schemaPath: '#/$defs/meta/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key7 },
            };
            if (vErrors === null) {
              vErrors = [err101];
            } else {
              vErrors.push(err101);
            }
            errors++;
          }
        }
        if (data41.iterations !== undefined) {
          let data42 = data41.iterations;
          if (!(typeof data42 == 'number' && !(data42 % 1) && !isNaN(data42) && isFinite(data42))) {
            const err102 = {
              instancePath: instancePath + '/meta/iterations',
              schemaPath: '#/$defs/meta/properties/iterations/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err102];
            } else {
              vErrors.push(err102);
            }
            errors++;
          }
          if (typeof data42 == 'number' && isFinite(data42)) {
            if (data42 > 100000 || isNaN(data42)) {
              const err103 = {
                instancePath: instancePath + '/meta/iterations',
                schemaPath: '#/$defs/meta/properties/iterations/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 100000 },
              };
              if (vErrors === null) {
                vErrors = [err103];
              } else {
                vErrors.push(err103);
              }
              errors++;
            }
            if (data42 < 0 || isNaN(data42)) {
              const err104 = {
                instancePath: instancePath + '/meta/iterations',
                schemaPath: '#/$defs/meta/properties/iterations/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 0 },
              };
              if (vErrors === null) {
                vErrors = [err104];
              } else {
                vErrors.push(err104);
              }
              errors++;
            }
          }
        }
        if (data41.timeSteps !== undefined) {
          let data43 = data41.timeSteps;
          if (!(typeof data43 == 'number' && !(data43 % 1) && !isNaN(data43) && isFinite(data43))) {
            const err105 = {
              instancePath: instancePath + '/meta/timeSteps',
              schemaPath: '#/$defs/meta/properties/timeSteps/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err105];
            } else {
              vErrors.push(err105);
            }
            errors++;
          }
          if (typeof data43 == 'number' && isFinite(data43)) {
            if (data43 > 1000 || isNaN(data43)) {
              const err106 = {
                instancePath: instancePath + '/meta/timeSteps',
                schemaPath: '#/$defs/meta/properties/timeSteps/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 1000 },
              };
              if (vErrors === null) {
                vErrors = [err106];
              } else {
                vErrors.push(err106);
              }
              errors++;
            }
            if (data43 < 1 || isNaN(data43)) {
              const err107 = {
                instancePath: instancePath + '/meta/timeSteps',
                schemaPath: '#/$defs/meta/properties/timeSteps/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err107];
              } else {
                vErrors.push(err107);
              }
              errors++;
            }
          }
        }
        if (data41.episodes !== undefined) {
          let data44 = data41.episodes;
          if (!(typeof data44 == 'number' && !(data44 % 1) && !isNaN(data44) && isFinite(data44))) {
            const err108 = {
              instancePath: instancePath + '/meta/episodes',
              schemaPath: '#/$defs/meta/properties/episodes/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err108];
            } else {
              vErrors.push(err108);
            }
            errors++;
          }
          if (typeof data44 == 'number' && isFinite(data44)) {
            if (data44 > 1000 || isNaN(data44)) {
              const err109 = {
                instancePath: instancePath + '/meta/episodes',
                schemaPath: '#/$defs/meta/properties/episodes/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 1000 },
              };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
            if (data44 < 1 || isNaN(data44)) {
              const err110 = {
                instancePath: instancePath + '/meta/episodes',
                schemaPath: '#/$defs/meta/properties/episodes/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err110];
              } else {
                vErrors.push(err110);
              }
              errors++;
            }
          }
        }
        if (data41.update !== undefined) {
          let data45 = data41.update;
          if (typeof data45 !== 'string') {
            const err111 = {
              instancePath: instancePath + '/meta/update',
              schemaPath: '#/$defs/meta/properties/update/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err111];
            } else {
              vErrors.push(err111);
            }
            errors++;
          }
          if (!(data45 === 'step' || data45 === 'iteration')) {
            const err112 = {
              instancePath: instancePath + '/meta/update',
              schemaPath: '#/$defs/meta/properties/update/enum',
              keyword: 'enum',
              params: { allowedValues: schema92.properties.update.enum },
            };
            if (vErrors === null) {
              vErrors = [err112];
            } else {
              vErrors.push(err112);
            }
            errors++;
          }
        }
      } else {
        const err113 = {
          instancePath: instancePath + '/meta',
          schemaPath: '#/$defs/meta/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err113];
        } else {
          vErrors.push(err113);
        }
        errors++;
      }
    }
    if (data.fineTune !== undefined) {
      let data46 = data.fineTune;
      if (data46 && typeof data46 == 'object' && !Array.isArray(data46)) {
        for (const key8 in data46) {
          if (!(key8 === 'iterations')) {
            const err114 = {
              instancePath: instancePath + '/fineTune',
              schemaPath: '#/$defs/fineTune/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key8 },
            };
            if (vErrors === null) {
              vErrors = [err114];
            } else {
              vErrors.push(err114);
            }
            errors++;
          }
        }
        if (data46.iterations !== undefined) {
          let data47 = data46.iterations;
          if (!(typeof data47 == 'number' && !(data47 % 1) && !isNaN(data47) && isFinite(data47))) {
            const err115 = {
              instancePath: instancePath + '/fineTune/iterations',
              schemaPath: '#/$defs/fineTune/properties/iterations/type',
              keyword: 'type',
              params: { type: 'integer' },
            };
            if (vErrors === null) {
              vErrors = [err115];
            } else {
              vErrors.push(err115);
            }
            errors++;
          }
          if (typeof data47 == 'number' && isFinite(data47)) {
            if (data47 > 100000 || isNaN(data47)) {
              const err116 = {
                instancePath: instancePath + '/fineTune/iterations',
                schemaPath: '#/$defs/fineTune/properties/iterations/maximum',
                keyword: 'maximum',
                params: { comparison: '<=', limit: 100000 },
              };
              if (vErrors === null) {
                vErrors = [err116];
              } else {
                vErrors.push(err116);
              }
              errors++;
            }
            if (data47 < 1 || isNaN(data47)) {
              const err117 = {
                instancePath: instancePath + '/fineTune/iterations',
                schemaPath: '#/$defs/fineTune/properties/iterations/minimum',
                keyword: 'minimum',
                params: { comparison: '>=', limit: 1 },
              };
              if (vErrors === null) {
                vErrors = [err117];
              } else {
                vErrors.push(err117);
              }
              errors++;
            }
          }
        }
      } else {
        const err118 = {
          instancePath: instancePath + '/fineTune',
          schemaPath: '#/$defs/fineTune/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err118];
        } else {
          vErrors.push(err118);
        }
        errors++;
      }
    }
    if (data.choose !== undefined) {
      let data48 = data.choose;
      if (typeof data48 !== 'string') {
        const err119 = {
          instancePath: instancePath + '/choose',
          schemaPath: '#/properties/choose/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err119];
        } else {
          vErrors.push(err119);
        }
        errors++;
      }
      if (!(data48 === 'best-reward' || data48 === 'policy-mode')) {
        const err120 = {
          instancePath: instancePath + '/choose',
          schemaPath: '#/properties/choose/enum',
          keyword: 'enum',
          params: { allowedValues: schema85.properties.choose.enum },
        };
        if (vErrors === null) {
          vErrors = [err120];
        } else {
          vErrors.push(err120);
        }
        errors++;
      }
    }
  } else {
    const err121 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err121];
    } else {
      vErrors.push(err121);
    }
    errors++;
  }
  validate67.errors = vErrors;
  return errors === 0;
}
validate67.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const schema94 = {
  description: 'A task to end with: an attack on a data set, and the teacher to compress for it.',
  type: 'object',
  additionalProperties: false,
  required: ['data', 'attack', 'teacher'],
  properties: {
    data: { description: 'Name of a data set of this file.', type: 'string' },
    attack: { description: 'Name of an attack of this file.', type: 'string' },
    teacher: { description: 'Name of a teacher of this file.', type: 'string' },
    name: {
      description: 'What the report calls it; part of workflow ids.',
      $ref: '#/$defs/label',
      'x-defaultText': '`<data>-<attack>-<teacher>`, other characters than letters, digits, dots and hyphens as `_`',
    },
  },
};

function validate69(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate69.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.data === undefined) {
      const err0 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'data' } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.attack === undefined) {
      const err1 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'attack' },
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.teacher === undefined) {
      const err2 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'teacher' },
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'data' || key0 === 'attack' || key0 === 'teacher' || key0 === 'name')) {
        const err3 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.data !== undefined) {
      if (typeof data.data !== 'string') {
        const err4 = {
          instancePath: instancePath + '/data',
          schemaPath: '#/properties/data/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.attack !== undefined) {
      if (typeof data.attack !== 'string') {
        const err5 = {
          instancePath: instancePath + '/attack',
          schemaPath: '#/properties/attack/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.teacher !== undefined) {
      if (typeof data.teacher !== 'string') {
        const err6 = {
          instancePath: instancePath + '/teacher',
          schemaPath: '#/properties/teacher/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.name !== undefined) {
      let data3 = data.name;
      if (typeof data3 === 'string') {
        if (func2(data3) > 100) {
          const err7 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/label/maxLength',
            keyword: 'maxLength',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (!pattern27.test(data3)) {
          const err8 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/$defs/label/pattern',
            keyword: 'pattern',
            params: { pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$' },
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = {
          instancePath: instancePath + '/name',
          schemaPath: '#/$defs/label/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
  } else {
    const err10 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err10];
    } else {
      vErrors.push(err10);
    }
    errors++;
  }
  validate69.errors = vErrors;
  return errors === 0;
}
validate69.evaluated = { props: true, dynamicProps: false, dynamicItems: false };

const pattern5 = new RegExp('^[A-Za-z0-9][A-Za-z0-9._-]*$', 'u');
const pattern6 = new RegExp('^[0-9a-f]{64}$', 'u');

function validate20(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  /*# sourceURL="urn:rcnas:schema:pipeline:v1" */ let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.apiVersion === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'apiVersion' },
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.kind === undefined) {
      const err1 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'kind' } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.metadata === undefined) {
      const err2 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'metadata' },
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.data === undefined) {
      const err3 = { instancePath, schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'data' } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.attacks === undefined) {
      const err4 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'attacks' },
      };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.teachers === undefined) {
      const err5 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'teachers' },
      };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.targets === undefined) {
      const err6 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'targets' },
      };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err7 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.apiVersion !== undefined) {
      let data0 = data.apiVersion;
      if (typeof data0 !== 'string') {
        const err8 = {
          instancePath: instancePath + '/apiVersion',
          schemaPath: '#/properties/apiVersion/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if ('rcnas/v1' !== data0) {
        const err9 = {
          instancePath: instancePath + '/apiVersion',
          schemaPath: '#/properties/apiVersion/const',
          keyword: 'const',
          params: { allowedValue: 'rcnas/v1' },
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.kind !== undefined) {
      let data1 = data.kind;
      if (typeof data1 !== 'string') {
        const err10 = {
          instancePath: instancePath + '/kind',
          schemaPath: '#/properties/kind/type',
          keyword: 'type',
          params: { type: 'string' },
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (!(data1 === 'Pipeline' || data1 === 'FineTune')) {
        const err11 = {
          instancePath: instancePath + '/kind',
          schemaPath: '#/properties/kind/enum',
          keyword: 'enum',
          params: { allowedValues: schema31.properties.kind.enum },
        };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.metadata !== undefined) {
      if (
        !validate21(data.metadata, {
          instancePath: instancePath + '/metadata',
          parentData: data,
          parentDataProperty: 'metadata',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
        errors = vErrors.length;
      }
    }
    if (data.agent !== undefined) {
      let data3 = data.agent;
      if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
        for (const key1 in data3) {
          if (!(key1 === 'run' || key1 === 'policy')) {
            const err12 = {
              instancePath: instancePath + '/agent',
              schemaPath: '#/$defs/agent/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
            };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data3.run !== undefined) {
          let data4 = data3.run;
          if (typeof data4 === 'string') {
            if (func2(data4) > 200) {
              const err13 = {
                instancePath: instancePath + '/agent/run',
                schemaPath: '#/$defs/agent/properties/run/maxLength',
                keyword: 'maxLength',
                params: { limit: 200 },
              };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if (!pattern5.test(data4)) {
              const err14 = {
                instancePath: instancePath + '/agent/run',
                schemaPath: '#/$defs/agent/properties/run/pattern',
                keyword: 'pattern',
                params: { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' },
              };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = {
              instancePath: instancePath + '/agent/run',
              schemaPath: '#/$defs/agent/properties/run/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data3.policy !== undefined) {
          let data5 = data3.policy;
          if (typeof data5 === 'string') {
            if (!pattern6.test(data5)) {
              const err16 = {
                instancePath: instancePath + '/agent/policy',
                schemaPath: '#/$defs/agent/properties/policy/pattern',
                keyword: 'pattern',
                params: { pattern: '^[0-9a-f]{64}$' },
              };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = {
              instancePath: instancePath + '/agent/policy',
              schemaPath: '#/$defs/agent/properties/policy/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
      } else {
        const err18 = {
          instancePath: instancePath + '/agent',
          schemaPath: '#/$defs/agent/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.seed !== undefined) {
      let data6 = data.seed;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err19 = {
          instancePath: instancePath + '/seed',
          schemaPath: '#/properties/seed/type',
          keyword: 'type',
          params: { type: 'integer' },
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 > 2147483647 || isNaN(data6)) {
          const err20 = {
            instancePath: instancePath + '/seed',
            schemaPath: '#/properties/seed/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 2147483647 },
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data6 < 0 || isNaN(data6)) {
          const err21 = {
            instancePath: instancePath + '/seed',
            schemaPath: '#/properties/seed/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      }
    }
    if (data.data !== undefined) {
      let data7 = data.data;
      if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
        if (Object.keys(data7).length > 100) {
          const err22 = {
            instancePath: instancePath + '/data',
            schemaPath: '#/properties/data/maxProperties',
            keyword: 'maxProperties',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (Object.keys(data7).length < 1) {
          const err23 = {
            instancePath: instancePath + '/data',
            schemaPath: '#/properties/data/minProperties',
            keyword: 'minProperties',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
        for (const key2 in data7) {
          const _errs19 = errors;
          if (typeof key2 === 'string') {
            if (func2(key2) > 40) {
              const err24 = {
                instancePath: instancePath + '/data',
                schemaPath: '#/$defs/name/maxLength',
                keyword: 'maxLength',
                params: { limit: 40 },
                propertyName: key2,
              };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            if (!pattern4.test(key2)) {
              const err25 = {
                instancePath: instancePath + '/data',
                schemaPath: '#/$defs/name/pattern',
                keyword: 'pattern',
                params: { pattern: '^[a-z0-9][a-z0-9-]*$' },
                propertyName: key2,
              };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          } else {
            const err26 = {
              instancePath: instancePath + '/data',
              schemaPath: '#/$defs/name/type',
              keyword: 'type',
              params: { type: 'string' },
              propertyName: key2,
            };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
          var valid3 = _errs19 === errors;
          if (!valid3) {
            const err27 = {
              instancePath: instancePath + '/data',
              schemaPath: '#/properties/data/propertyNames',
              keyword: 'propertyNames',
              params: { propertyName: key2 },
            };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        for (const key3 in data7) {
          if (
            !validate23(data7[key3], {
              instancePath: instancePath + '/data/' + key3.replace(/~/g, '~0').replace(/\//g, '~1'),
              parentData: data7,
              parentDataProperty: key3,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err28 = {
          instancePath: instancePath + '/data',
          schemaPath: '#/properties/data/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.attacks !== undefined) {
      let data9 = data.attacks;
      if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
        if (Object.keys(data9).length > 100) {
          const err29 = {
            instancePath: instancePath + '/attacks',
            schemaPath: '#/properties/attacks/maxProperties',
            keyword: 'maxProperties',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err29];
          } else {
            vErrors.push(err29);
          }
          errors++;
        }
        if (Object.keys(data9).length < 1) {
          const err30 = {
            instancePath: instancePath + '/attacks',
            schemaPath: '#/properties/attacks/minProperties',
            keyword: 'minProperties',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
        for (const key4 in data9) {
          const _errs26 = errors;
          if (typeof key4 === 'string') {
            if (func2(key4) > 40) {
              const err31 = {
                instancePath: instancePath + '/attacks',
                schemaPath: '#/$defs/name/maxLength',
                keyword: 'maxLength',
                params: { limit: 40 },
                propertyName: key4,
              };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            if (!pattern4.test(key4)) {
              const err32 = {
                instancePath: instancePath + '/attacks',
                schemaPath: '#/$defs/name/pattern',
                keyword: 'pattern',
                params: { pattern: '^[a-z0-9][a-z0-9-]*$' },
                propertyName: key4,
              };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
          } else {
            const err33 = {
              instancePath: instancePath + '/attacks',
              schemaPath: '#/$defs/name/type',
              keyword: 'type',
              params: { type: 'string' },
              propertyName: key4,
            };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          }
          var valid6 = _errs26 === errors;
          if (!valid6) {
            const err34 = {
              instancePath: instancePath + '/attacks',
              schemaPath: '#/properties/attacks/propertyNames',
              keyword: 'propertyNames',
              params: { propertyName: key4 },
            };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        for (const key5 in data9) {
          if (
            !validate25(data9[key5], {
              instancePath: instancePath + '/attacks/' + key5.replace(/~/g, '~0').replace(/\//g, '~1'),
              parentData: data9,
              parentDataProperty: key5,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err35 = {
          instancePath: instancePath + '/attacks',
          schemaPath: '#/properties/attacks/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.teachers !== undefined) {
      let data11 = data.teachers;
      if (Array.isArray(data11)) {
        if (data11.length > 100) {
          const err36 = {
            instancePath: instancePath + '/teachers',
            schemaPath: '#/properties/teachers/maxItems',
            keyword: 'maxItems',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err36];
          } else {
            vErrors.push(err36);
          }
          errors++;
        }
        if (data11.length < 1) {
          const err37 = {
            instancePath: instancePath + '/teachers',
            schemaPath: '#/properties/teachers/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err37];
          } else {
            vErrors.push(err37);
          }
          errors++;
        }
        const len0 = data11.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (
            !validate55(data11[i0], {
              instancePath: instancePath + '/teachers/' + i0,
              parentData: data11,
              parentDataProperty: i0,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err38 = {
          instancePath: instancePath + '/teachers',
          schemaPath: '#/properties/teachers/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.training !== undefined) {
      if (
        !validate57(data.training, {
          instancePath: instancePath + '/training',
          parentData: data,
          parentDataProperty: 'training',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
        errors = vErrors.length;
      }
    }
    if (data.search !== undefined) {
      if (
        !validate67(data.search, {
          instancePath: instancePath + '/search',
          parentData: data,
          parentDataProperty: 'search',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate67.errors : vErrors.concat(validate67.errors);
        errors = vErrors.length;
      }
    }
    if (data.targets !== undefined) {
      let data15 = data.targets;
      if (Array.isArray(data15)) {
        if (data15.length > 100) {
          const err39 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/maxItems',
            keyword: 'maxItems',
            params: { limit: 100 },
          };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
        if (data15.length < 1) {
          const err40 = {
            instancePath: instancePath + '/targets',
            schemaPath: '#/properties/targets/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err40];
          } else {
            vErrors.push(err40);
          }
          errors++;
        }
        const len1 = data15.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (
            !validate69(data15[i1], {
              instancePath: instancePath + '/targets/' + i1,
              parentData: data15,
              parentDataProperty: i1,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate69.errors : vErrors.concat(validate69.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err41 = {
          instancePath: instancePath + '/targets',
          schemaPath: '#/properties/targets/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err41];
        } else {
          vErrors.push(err41);
        }
        errors++;
      }
    }
    if (data.evaluate !== undefined) {
      let data17 = data.evaluate;
      if (Array.isArray(data17)) {
        if (data17.length > 101) {
          const err42 = {
            instancePath: instancePath + '/evaluate',
            schemaPath: '#/properties/evaluate/maxItems',
            keyword: 'maxItems',
            params: { limit: 101 },
          };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
        if (data17.length < 1) {
          const err43 = {
            instancePath: instancePath + '/evaluate',
            schemaPath: '#/properties/evaluate/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
          };
          if (vErrors === null) {
            vErrors = [err43];
          } else {
            vErrors.push(err43);
          }
          errors++;
        }
        const len2 = data17.length;
        for (let i2 = 0; i2 < len2; i2++) {
          if (typeof data17[i2] !== 'string') {
            const err44 = {
              instancePath: instancePath + '/evaluate/' + i2,
              schemaPath: '#/properties/evaluate/items/type',
              keyword: 'type',
              params: { type: 'string' },
            };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
        let i3 = data17.length;
        let j0;
        if (i3 > 1) {
          const indices0 = {};
          for (; i3--;) {
            let item0 = data17[i3];
            if (typeof item0 !== 'string') {
              continue;
            }
            if (typeof indices0[item0] == 'number') {
              j0 = indices0[item0];
              const err45 = {
                instancePath: instancePath + '/evaluate',
                schemaPath: '#/properties/evaluate/uniqueItems',
                keyword: 'uniqueItems',
                params: { i: i3, j: j0 },
              };
              if (vErrors === null) {
                vErrors = [err45];
              } else {
                vErrors.push(err45);
              }
              errors++;
              break;
            }
            indices0[item0] = i3;
          }
        }
      } else {
        const err46 = {
          instancePath: instancePath + '/evaluate',
          schemaPath: '#/properties/evaluate/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
    }
  } else {
    const err47 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err47];
    } else {
      vErrors.push(err47);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
