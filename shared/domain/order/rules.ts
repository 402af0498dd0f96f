import { assertNever } from '../../lib/assert-never.ts';
import { refuse } from '../entity/refusal.ts';
import type { DomainModule } from '../entity/module.ts';
import { ORDER_DEFAULTS, type OrderConfig } from './config.ts';
import {
  decideAccept,
  decideAssign,
  decideClose,
  decideCorrect,
  decideCreate,
  decideCrewAnswer,
  decideNote,
  decideStage,
} from './decide.ts';
import { evolveOrder } from './evolve.ts';
import type { Order, OrderCommands, OrderEvents } from './types.ts';

/** The rules of work orders (SPEC.md beside this file), with the numbers of `config`. */
export function createOrderModule(
  config: OrderConfig = ORDER_DEFAULTS,
): DomainModule<Order, OrderCommands, OrderEvents> {
  return {
    type: 'order',
    commands: {
      createOrder: { kind: 'intent', roles: ['callCentre', 'dispatcher', 'shiftLead', 'system'] },
      acceptOrder: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
      assignCrew: { kind: 'intent', roles: ['dispatcher', 'shiftLead', 'system'] },
      crewAccept: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
      crewDecline: { kind: 'fact', roles: ['crewLeader', 'dispatcher', 'shiftLead', 'system'] },
      recordStage: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
      correctStage: { kind: 'intent', roles: ['dispatcher', 'shiftLead'] },
      addNote: { kind: 'fact', roles: ['callCentre', 'dispatcher', 'shiftLead', 'crewLeader', 'system'] },
      closeOrder: { kind: 'intent', roles: ['callCentre', 'dispatcher', 'shiftLead'] },
    },
    decide(state, command, context) {
      if (command.type === 'createOrder') return decideCreate(state, command, context, config);
      if (state === undefined) return refuse('CMD0003', { type: 'order', id: command.entity.id });
      switch (command.type) {
        case 'acceptOrder':
          return decideAccept(state, command, context, config);
        case 'assignCrew':
          return decideAssign(state, command, context, config);
        case 'crewAccept':
        case 'crewDecline':
          return decideCrewAnswer(state, command, context);
        case 'recordStage':
          return decideStage(state, command);
        case 'correctStage':
          return decideCorrect(state, command, context, config);
        case 'addNote':
          return decideNote(state, command);
        case 'closeOrder':
          return decideClose(state, command, context);
        default:
          return assertNever(command);
      }
    },
    evolve: evolveOrder,
  };
}
