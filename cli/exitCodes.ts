/** Exit codes of every command. */
export const exitCodes = {
  ok: 0,
  runFailed: 1,
  usage: 2,
  invalidSpec: 3,
  gateNotMet: 4,
  noServer: 5,
  interrupted: 130,
} as const;
