/** When a schedule runs, as the command line takes it: cron, calendars, zones, spans and points in time. */
import { DAYS_OF_WEEK, MONTHS, type CalendarSpec } from '@temporalio/client';
import { InvalidArgumentError } from 'commander';

import { editDistance, nearestName } from '../schemas/nearest';
import { quote } from '../schemas/wording';

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Three letters each, in any case; the first stands for `low`. */
  readonly words: readonly string[];
}

const short = (names: readonly string[]): string[] => names.map((name) => name.slice(0, 3).toLowerCase());

const minute: Field = { name: 'minute', low: 0, high: 59, words: [] };
const hour: Field = { name: 'hour', low: 0, high: 23, words: [] };
const dayOfMonth: Field = { name: 'day of month', low: 1, high: 31, words: [] };
const month: Field = { name: 'month', low: 1, high: 12, words: short(MONTHS) };
const dayOfWeek: Field = { name: 'day of week', low: 0, high: 6, words: short(DAYS_OF_WEEK) };
const second: Field = { name: 'second', low: 0, high: 59, words: [] };
const year: Field = { name: 'year', low: 2000, high: 2100, words: [] };

const cronFields = [minute, hour, dayOfMonth, month, dayOfWeek];

/** The same in `--calendar` and in the server's calendars. */
const calendarFields: Readonly<Record<string, { readonly field: Field; readonly key: keyof CalendarSpec }>> = {
  second: { field: second, key: 'second' },
  minute: { field: minute, key: 'minute' },
  hour: { field: hour, key: 'hour' },
  'day-of-month': { field: dayOfMonth, key: 'dayOfMonth' },
  month: { field: month, key: 'month' },
  year: { field: year, key: 'year' },
  'day-of-week': { field: dayOfWeek, key: 'dayOfWeek' },
};

interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** `30 2 * * mon-fri` as a calendar. @throws InvalidArgumentError that names the field */
export function parseCron(text: string): CalendarSpec {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== cronFields.length) {
    const found = text.trim() === '' ? 'none' : String(parts.length);
    throw new InvalidArgumentError(
      `The cron expression ${quote(text)} must have 5 fields (minute, hour, day of month, month, day of week), found ${found}.`,
    );
  }
  const where = `in the cron expression ${quote(text)}`;
  const [minutes, hours, days, months, weekdays] = cronFields.map((field, i) => spans(parts[i]!, field, where));
  return calendar({ minute: minutes, hour: hours, dayOfMonth: days, month: months, dayOfWeek: weekdays }, text);
}

/** `hour=2 minute=30 day-of-week=mon-fri`; what is not said is 0 for times and everything for days. */
export function parseCalendar(text: string): CalendarSpec {
  const given: Partial<Record<keyof CalendarSpec, readonly Span[]>> = {};
  for (const part of text.trim().split(/\s+/)) {
    const [name = '', value = ''] = part.split('=', 2);
    const known = Object.hasOwn(calendarFields, name) ? calendarFields[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(calendarFields);
      const nearest = nearestName(name, names);
      const hint = nearest === null ? `; it may be ${names.join(', ')}` : `; did you mean ${quote(nearest)}?`;
      throw new InvalidArgumentError(`The calendar ${quote(text)} has an unknown field ${quote(name)}${hint}`);
    }
    given[known.key] = spans(value, known.field, `in the calendar ${quote(text)}`);
  }
  return calendar(given, text);
}

function calendar(given: Partial<Record<keyof CalendarSpec, readonly Span[] | undefined>>, text: string): CalendarSpec {
  const { month: months, dayOfWeek: weekdays, ...rest } = given;
  const named = (list: readonly Span[], names: readonly string[], low: number) =>
    list.map(({ start, end, step }) => ({ start: names[start - low]!, end: names[end - low]!, step }));
  return {
    ...rest,
    ...(months === undefined ? {} : { month: named(months, MONTHS, 1) }),
    ...(weekdays === undefined ? {} : { dayOfWeek: named(weekdays, DAYS_OF_WEEK, 0) }),
    comment: text,
  } as CalendarSpec;
}

/** `*`, `5`, `1-5`, `0-30/10`, steps of `/15`, and lists of these. */
function spans(text: string, field: Field, where: string): Span[] {
  return text.split(',').flatMap((item) => {
    const match = /^(\*|[0-9a-z]+)(?:-([0-9a-z]+))?(?:\/([0-9]+))?$/i.exec(item);
    const fail = (): never => {
      const words = field.words.length === 0 ? '' : ` or ${field.words[0]}-${field.words.at(-1)}`;
      throw new InvalidArgumentError(
        `${field.name} must be ${field.low}-${field.high}${words}, a range, a list or * with an optional /step, found ${quote(item)} ${where}.`,
      );
    };
    if (match === null) return fail();
    const [, first, last, stepText] = match;
    const step = stepText === undefined ? 1 : Number(stepText);
    if (first === '*' && last !== undefined) return fail();
    const start = first === '*' ? field.low : valueOf(first!, field);
    const open = first === '*' || (stepText !== undefined && last === undefined);
    const end = open ? field.high : last === undefined ? start : valueOf(last, field);
    if (start === null || end === null || step < 1) return fail();
    // Sunday is 0 and 7.
    if (field === dayOfWeek && end === 7) {
      const head = start === 7 ? [] : [{ start, end: 6, step }];
      return (7 - start) % step === 0 ? [...head, { start: 0, end: 0, step: 1 }] : head;
    }
    if (start > end) return fail();
    return [{ start, end, step }];
  });
}

function valueOf(text: string, { low, high, words, name }: Field): number | null {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return low + word;
  const value = Number(text);
  const top = name === 'day of week' ? 7 : high;
  return /^[0-9]+$/.test(text) && value >= low && value <= top ? value : null;
}

/** @throws InvalidArgumentError with the nearest name */
export function parseTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone === 'UTC' ? 'UTC' : text;
  } catch {
    const nearest = nearestZone(text);
    const hint = nearest === null ? 'such as Europe/Berlin or UTC' : `did you mean ${quote(nearest)}?`;
    throw new InvalidArgumentError(`Unknown time zone ${quote(text)}; ${hint}`);
  }
}

function nearestZone(text: string): string | null {
  if (text.length > 40) return null;
  const near = Intl.supportedValuesOf('timeZone')
    .map((zone) => ({ zone, distance: editDistance(text.toLowerCase(), zone.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= Math.max(2, text.length / 4) ? near.zone : null;
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `10m`, `2h`, `1d`, `1h30m` in milliseconds. */
export function parseSpan(text: string): number {
  const parts = [...text.matchAll(/([0-9]+)([smhd])/g)];
  if (text === '' || parts.map(([part]) => part).join('') !== text) {
    throw new InvalidArgumentError(`It must be a span of time such as 30s, 10m, 2h or 1d, found ${quote(text)}.`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitsMs[unit!]!, 0);
}

/** `1d 2h`, `10m`, `0s`. */
export function formatSpan(milliseconds: number): string {
  let rest = milliseconds;
  const parts = Object.entries(unitsMs)
    .sort((a, b) => b[1] - a[1])
    .flatMap(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count === 0 ? [] : [`${count}${unit}`];
    });
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/** A date or a date and time in ISO 8601; without an offset it is UTC. */
export function parseTime(text: string): Date {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  const time = match === null ? null : new Date(`${match[1]!}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`);
  if (time === null || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError(
      `It must be a time such as 2026-11-22, 2026-11-22T02:30 (UTC) or 2026-11-22T02:30+01:00, found ${quote(text)}.`,
    );
  }
  return time;
}
