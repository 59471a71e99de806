import { afterEach, describe, expect, it, vi } from 'vitest';

import { InvalidArchitectureError } from '../../architectures/errors';
import { describeCommand } from '../../cli/describe';

function output(name: string, options?: Parameters<typeof describeCommand>[1]): string {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  describeCommand(name, options);
  return text;
}

afterEach(() => vi.restoreAllMocks());

describe('describeCommand', () => {
  it('prints one JSON document with parameters, MACs and stages', () => {
    const document = JSON.parse(output('WRN-28-10', { json: true })) as Record<string, unknown>;
    expect(document).toMatchObject({
      name: 'WRN-28-10',
      parameters: 36_479_194,
      macs: 5_243_328_768,
      stages: [
        { depth: 4, width: 10, stride: 1, robust: false, parameters: 1_640_672, macs: 1_677_721_600 },
        { depth: 4, width: 10, stride: 2, robust: false },
        { depth: 4, width: 10, stride: 2, robust: false },
      ],
    });
  });

  it('prints a table whose rows add up to the total', () => {
    expect(output('RobustResNet-A1')).toMatchInlineSnapshot(`
      "RobustResNet-A1 on 32x32x3 images, 10 classes
      19.22M parameters, 5.080G MACs

               blocks    kind  width  channels  stride  parameters           MACs
      stem                                  16       1         432        442,368
      stage 1      14  robust      5       320       1   1,548,792  1,513,803,520
      stage 2      14  robust      7       896       2  12,383,360  3,172,105,216
      stage 3       7  robust      3       768       2   5,280,928    393,873,408
      head                                                   9,226          7,680
      total                                             19,222,738  5,080,232,192
      "
    `);
  });

  it('takes image and classes, and gives the stem stride 2 on large images', () => {
    const document = JSON.parse(output('WRN-46-14', { json: true, image: '64x64x3', classes: 200 })) as {
      name: string;
      parameters: number;
    };
    expect(document.name).toBe('WRN-46-14/2');
    expect((document.parameters / 1e6).toFixed(1)).toBe('128.6');
  });

  it('names what is wrong with the input', () => {
    expect(() => output('WRN-28-1O')).toThrow(InvalidArchitectureError);
    expect(() => output('WRN-28-10', { image: '32x32' })).toThrow(
      "image must be <height>x<width>x<channels> such as 32x32x3, got '32x32'",
    );
    expect(() => output('WRN-28-10', { classes: 1 })).toThrow('classes must be an integer of at least 2, got 1');
  });
});
