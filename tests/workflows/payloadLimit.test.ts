import { describe, expect, it } from 'vitest';

import { checkPayload, encodedBytes, largestPayloadBytes } from '../../workflows/payloadLimit';

describe('payloads', () => {
  it.each(['plain', 'é', '€uro', '😀', { nested: ['a', { ü: 'ß' }] }, [1.5, null, true]])(
    'are measured in bytes of UTF-8: %j',
    (value) => {
      expect(encodedBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value), 'utf8'));
    },
  );

  it('may be of the limit itself, and one byte more ends the workflow with a sentence', () => {
    const text = 'x'.repeat(largestPayloadBytes - 2);
    expect(() => checkPayload('the input of updatePolicy', [text])).not.toThrow();
    expect(() => checkPayload('the input of updatePolicy', ['small', `${text}x`])).toThrow(
      'the input of updatePolicy takes 32769 bytes, but a payload may take 32768: large data travel as artifacts',
    );
  });

  it('count for nothing when there is none', () => {
    expect(encodedBytes(undefined)).toBe(0);
  });
});
