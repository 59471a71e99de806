import { describe, expect, it } from 'vitest';

import { formatSpan, parseCalendar, parseCron, parseSpan, parseTime, parseTimeZone } from '../../cli/scheduleTimes';

describe('a cron expression', () => {
  it('becomes a calendar with names for months and days', () => {
    expect(parseCron('30 2 1,15 jan-mar mon-fri')).toEqual({
      minute: [{ start: 30, end: 30, step: 1 }],
      hour: [{ start: 2, end: 2, step: 1 }],
      dayOfMonth: [
        { start: 1, end: 1, step: 1 },
        { start: 15, end: 15, step: 1 },
      ],
      month: [{ start: 'JANUARY', end: 'MARCH', step: 1 }],
      dayOfWeek: [{ start: 'MONDAY', end: 'FRIDAY', step: 1 }],
      comment: '30 2 1,15 jan-mar mon-fri',
    });
  });

  it.each([
    ['*/15', [{ start: 0, end: 59, step: 15 }]],
    ['5/20', [{ start: 5, end: 59, step: 20 }]],
    ['10-30/10', [{ start: 10, end: 30, step: 10 }]],
  ])('takes steps: %s', (minutes, expected) => {
    expect(parseCron(`${minutes} * * * *`).minute).toEqual(expected);
  });

  it.each([
    ['7', ['SUNDAY-SUNDAY']],
    ['sun', ['SUNDAY-SUNDAY']],
    ['5-7', ['FRIDAY-SATURDAY', 'SUNDAY-SUNDAY']],
  ])('knows Sunday as 0 and as 7: %s', (days, expected) => {
    const found = parseCron(`0 0 * * ${days}`).dayOfWeek as { start: string; end: string }[];
    expect(found.map(({ start, end }) => `${start}-${end}`)).toEqual(expected);
  });

  it.each([
    ['', 'must have 5 fields (minute, hour, day of month, month, day of week), found none'],
    ['* * * *', 'must have 5 fields (minute, hour, day of month, month, day of week), found 4'],
    ['60 * * * *', 'minute must be 0-59, a range, a list or * with an optional /step, found "60" in the cron'],
    ['* 24 * * *', 'hour must be 0-23'],
    ['* * 0 * *', 'day of month must be 1-31'],
    ['* * * 13 *', 'month must be 1-12 or jan-dec'],
    ['* * * * 8', 'day of week must be 0-6 or sun-sat'],
    ['30-10 * * * *', 'found "30-10"'],
    ['*/0 * * * *', 'found "*/0"'],
    ['1,,2 * * * *', 'found ""'],
    ['*-5 * * * *', 'found "*-5"'],
  ])('"%s" is refused', (text, message) => {
    expect(() => parseCron(text)).toThrow(message);
  });
});

describe('a calendar', () => {
  it('names its fields', () => {
    expect(parseCalendar('hour=22 day-of-week=sat')).toEqual({
      hour: [{ start: 22, end: 22, step: 1 }],
      dayOfWeek: [{ start: 'SATURDAY', end: 'SATURDAY', step: 1 }],
      comment: 'hour=22 day-of-week=sat',
    });
  });

  it.each([
    ['hou=2', 'unknown field "hou"; did you mean "hour"?'],
    ['x=2', 'it may be second, minute, hour, day-of-month, month, year, day-of-week'],
    ['hour', 'found ""'],
    ['constructor=1', 'unknown field "constructor"'],
  ])('"%s" is refused', (text, message) => {
    expect(() => parseCalendar(text)).toThrow(message);
  });
});

describe('time zones, spans and points in time', () => {
  it('knows a zone, and the nearest one to a mistyped one', () => {
    expect(parseTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
    expect(() => parseTimeZone('Europe/Berln')).toThrow(
      'Unknown time zone "Europe/Berln"; did you mean "Europe/Berlin"?',
    );
    expect(() => parseTimeZone('nowhere')).toThrow('Unknown time zone "nowhere"; such as Europe/Berlin or UTC');
  });

  it('reads and writes spans', () => {
    expect(['30s', '10m', '1h30m', '1d'].map(parseSpan)).toEqual([30_000, 600_000, 5_400_000, 86_400_000]);
    expect([0, 90_000, 90_000_000].map(formatSpan)).toEqual(['0s', '1m 30s', '1d 1h']);
    for (const text of ['', '10', '10 m', 'm', '-1s', '1w']) expect(() => parseSpan(text)).toThrow('a span of time');
  });

  it('takes times without an offset as UTC', () => {
    expect(parseTime('2026-11-22').toISOString()).toBe('2026-11-22T00:00:00.000Z');
    expect(parseTime('2026-11-22T02:30').toISOString()).toBe('2026-11-22T02:30:00.000Z');
    expect(parseTime('2026-11-22T02:30+01:00').toISOString()).toBe('2026-11-22T01:30:00.000Z');
    for (const text of ['yesterday', '2026-13-01', '22.11.2026', '2026-11-22 02:30']) {
      expect(() => parseTime(text)).toThrow('a time such as 2026-11-22');
    }
  });
});
