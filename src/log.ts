import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config/env.js';
import { loggable } from './github/errors.js';

/** JSON lines, to standard output by default; errors without the file contents and tokens that they carry. */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: { name: 'precheck' }, serializers: { err: loggable } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
