import access from '@/gen/access.json';
import type { Role } from './api/types';

export type Operation = keyof typeof access;

/** Whether one of the roles may call the operation, by the published contract. The server decides; this only spares a click. */
export const mayCall = (operation: Operation, roles: readonly Role[]) =>
  roles.some((role) => (access[operation] as readonly string[]).includes(role));
