import type { RefusalCode } from '#shared/domain/entity/refusal.ts';
import type { ErrorCatalogue } from './catalogue-type.ts';

/** Refusals of the domain rules (shared/domain). The rule ids are those of the SPEC.md files. */
export const domainErrors = {
  CMD0001: {
    sentence: 'This kind of thing has no such command.',
    next: 'Check the command name, and that console and hub run the same version.',
  },
  CMD0002: {
    sentence: 'The duty signed on with may not give this command.',
    next: 'Ask one of the duties named, or sign on with one of them.',
  },
  CMD0003: {
    sentence: 'What the command speaks of is not in the log.',
    next: 'Check the id; if another console made it, wait until both are connected and try again.',
  },
  CMD0004: {
    sentence: 'A field of the command holds an impossible value.',
    next: 'Correct the field named and send it again.',
  },
  CMD0005: {
    sentence: 'An entry of the log builds on one that is missing here.',
    next: 'Take a fresh snapshot from the hub; if it happens on the hub, run `heatline verify-log` and restore a backup.',
  },
  ORD0001: {
    sentence: 'This order exists already.',
    next: 'Open the order with the number shown.',
  },
  ORD0002: {
    sentence: 'One of the complaints is closed or already has an order.',
    next: 'Open the order shown, or leave that complaint out.',
  },
  ORD0003: {
    sentence: 'Another crew was assigned first.',
    next: 'Leave it with that crew, or assign again and name the crew you take it from.',
  },
  ORD0004: {
    sentence: 'The order is closed already.',
    next: 'Read how it was closed; create a new order if work is left.',
  },
  ORD0005: {
    sentence: 'This stage has no stamp that could be corrected.',
    next: 'Record the stage instead.',
  },
  ORD0006: {
    sentence: 'A correction has to say why.',
    next: 'Give the reason.',
  },
  ORD0007: {
    sentence: 'The order cannot be closed as done: it was not handled, or there is no proof.',
    next: 'Record the handled stage with a photo or reading, or let the shift lead close it with a reason.',
  },
  ORD0008: {
    sentence: 'Only a shift lead may close an order that is not done.',
    next: 'Ask the shift lead.',
  },
  ORD0009: {
    sentence: 'Closing an order that is not done needs a reason.',
    next: 'Give the reason.',
  },
  CMP0001: {
    sentence: 'The complaint is closed already.',
    next: 'Register a new complaint if the customer called again.',
  },
  CMP0002: {
    sentence: 'This change of a complaint needs a reason.',
    next: 'Give the reason.',
  },
  CMP0003: {
    sentence: 'The complaint has an order and closes with it.',
    next: 'Close the order shown.',
  },
  ALM0001: {
    sentence: 'The alarm has moved on to another occurrence than the one you saw.',
    next: 'Look at the alarm again and acknowledge what it shows now.',
  },
  ALM0002: {
    sentence: 'There is no acknowledgement to take back.',
    next: 'Nothing needs to be done; look at the alarm again.',
  },
  ALM0003: {
    sentence: 'This needs a reason.',
    next: 'Give the reason and try again.',
  },
  ALM0004: {
    sentence: 'The limit cannot work as it stands.',
    next: 'Correct the field named: the kinds that look back need a window, deviations a reference.',
  },
  ALM0005: {
    sentence: 'A suppression without any scope would hold back every alarm.',
    next: 'Name at least an area, a station, a measure, a kind or a state of the plant.',
  },
  ALM0006: {
    sentence: 'The duty signed on with may not shelve an alarm of this priority.',
    next: 'Ask the shift lead, or acknowledge it and act on it.',
  },
  ALM0007: {
    sentence: 'The time of the shelving is over already, or longer than the duty signed on with may choose.',
    next: 'Choose a shorter time.',
  },
  INS0001: {
    sentence: 'The finding has come up again since; what was shown is no longer its present occurrence.',
    next: 'Look at the new one and decide again.',
  },
  INS0002: {
    sentence: 'There is nothing open to make an order of.',
    next: 'Open the order that was made of it, or wait until the finding comes up again.',
  },
  ALT0001: {
    sentence: 'This red alert was declared already.',
    next: 'Open the running alert.',
  },
  ALT0002: {
    sentence: 'The red alert has ended.',
    next: 'Read who ended it and why; declare a new one if the danger goes on.',
  },
  ALT0003: {
    sentence: 'The duty signed on with may not accept this hop of the chain.',
    next: 'Let one of the duties named accept it.',
  },
  ALT0004: {
    sentence: 'This hop of the chain is not open yet.',
    next: 'Assign a crew to an order of the alert, or page a contact of that duty.',
  },
  ALT0005: {
    sentence: 'Somebody else accepted this hop first.',
    next: 'Nothing needs to be done; the person named has it.',
  },
  ALT0006: {
    sentence: 'The red alert has open orders.',
    next: 'Close the orders named, or hand them on, then end the alert.',
  },
  ALT0007: {
    sentence: 'Ending a red alert needs a reason.',
    next: 'Give the reason.',
  },
  ALT0008: {
    sentence: 'The end of the red alert is not signed: the head of the log is missing.',
    next: 'Sign again while the handling log is on screen.',
  },
  CRW0001: {
    sentence: 'This crew is not registered.',
    next: 'Register the crew, or choose another.',
  },
  CRW0002: {
    sentence: 'A crew leader speaks for his own crew only.',
    next: 'Let that crew answer, or a dispatcher on its word.',
  },
  VAL0001: {
    sentence: 'A changed valve needs a reason.',
    next: 'Say how it is known, then save again.',
  },
  VER0001: {
    sentence: 'What is said of a burst candidate needs a reason.',
    next: 'Give the reason, then confirm, reject or move it again.',
  },
  BUR0001: {
    sentence: 'There is no burst number with this name.',
    next: 'Take a name from docs/burst.md, and check that all consoles run the same version.',
  },
  BUR0002: {
    sentence: 'This burst number is outside its range.',
    next: 'Give a value between the two limits shown.',
  },
  BUR0003: {
    sentence: 'Changed burst numbers need a reason.',
    next: 'Give the reason, then save again.',
  },
  BUR0004: {
    sentence: 'The incident plan does not rise: a higher level would be reached no later than the one below it.',
    next: 'Give the higher level at least as many households and hours as the one below, and more of one of them.',
  },
} as const satisfies ErrorCatalogue & Record<RefusalCode, unknown>;
