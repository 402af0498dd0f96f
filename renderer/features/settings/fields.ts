import { MODBUS_AREAS, MODBUS_ORDERS, MODBUS_TYPES } from '#shared/contract/modbus-driver.ts';
import type { Draft } from '../../commands/drivers.ts';
import { valueAt, type DriverKind } from './draft.ts';

/** One field of a driver in a form. Its words are `settings.field.<path with dots as dashes>`. */
export interface Field {
  readonly path: string;
  /** `whether`: yes, no, or left to the peer. */
  readonly control: 'text' | 'number' | 'choice' | 'check' | 'list' | 'whether';
  /** Of `choice`. */
  readonly options?: readonly string[];
  /** Of `list`: what stands between the parts. */
  readonly between?: string;
  /** Unit behind a number. */
  readonly unit?: string;
  /** What counts where the field is empty. */
  readonly usual?: string;
  /** Shown only then. */
  readonly when?: (draft: Draft) => boolean;
}

export interface FieldGroup {
  /** `settings.group.<name>`. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** Rarely changed: folded at first. */
  readonly isRare?: boolean;
  /** Not folded where this holds. */
  readonly isOpen?: (draft: Draft) => boolean;
}

const ms = (path: string, usual: string): Field => ({ path, control: 'number', unit: 'ms', usual });
const isSecure = (draft: Draft) => !['None', undefined].includes(valueAt(draft, 'security') as string | undefined);
const modeIs =
  (...modes: readonly string[]) =>
  (draft: Draft) =>
    modes.includes((valueAt(draft, 'mode') as string | undefined) ?? 'scalar');
export const hasBlocks = (draft: Draft): boolean => valueAt(draft, 'block') !== undefined;
const hasPattern = (draft: Draft) => !Array.isArray(valueAt(draft, 'stations'));

const rare: FieldGroup = {
  name: 'rare',
  isRare: true,
  fields: [ms('staleAfterMs', '10000'), { path: 'ringRows', control: 'number', usual: '65536' }],
};
const id: Field = { path: 'id', control: 'text' };

/** How the peer is reached, by kind of driver. */
export const CONNECTION_FIELDS: Readonly<Record<DriverKind, readonly FieldGroup[]>> = {
  opcua: [
    {
      name: 'peer',
      fields: [
        id,
        { path: 'endpoint', control: 'text' },
        { path: 'standby', control: 'list', between: ' ' },
        ms('samplingMs', '1000'),
        ms('publishingMs', '500'),
        { path: 'history', control: 'whether' },
      ],
    },
    rare,
  ],
  modbus: [
    {
      name: 'peer',
      fields: [
        id,
        { path: 'host', control: 'text' },
        { path: 'port', control: 'number', usual: '502' },
        ms('pollMs', '1000'),
        ms('timeoutMs', '1000'),
        { path: 'pipeline', control: 'number', usual: '8' },
        { path: 'inFlight', control: 'number', usual: '64' },
        { path: 'wordOrder', control: 'choice', options: MODBUS_ORDERS, usual: 'ABCD' },
      ],
    },
    {
      ...rare,
      fields: [
        ...rare.fields,
        { path: 'maxRegisters', control: 'number', usual: '125' },
        { path: 'bridge', control: 'number', usual: '32' },
      ],
    },
  ],
  replay: [
    {
      name: 'recording',
      fields: [
        id,
        { path: 'file', control: 'text' },
        { path: 'speed', control: 'text', usual: '1' },
        { path: 'loop', control: 'check' },
        { path: 'times', control: 'choice', options: ['now', 'recorded'], usual: 'now' },
        { path: 'from', control: 'text' },
        { path: 'to', control: 'text' },
      ],
    },
    rare,
  ],
};

/** How items of the peer become signals, by kind of driver (tables and trees apart). */
export const MAPPING_FIELDS: Readonly<Record<DriverKind, readonly FieldGroup[]>> = {
  opcua: [
    {
      name: 'stations',
      fields: [
        { path: 'stations.path', control: 'list', between: '/' },
        { path: 'stations.match', control: 'text', usual: '^.+$' },
        { path: 'stations.id', control: 'text', usual: '$&' },
        { path: 'mode', control: 'choice', options: ['scalar', 'array', 'bulk'], usual: 'scalar' },
        { path: 'array.values', control: 'text', usual: 'Values', when: modeIs('array', 'bulk') },
        { path: 'array.order', control: 'text', usual: 'Measures', when: modeIs('array', 'bulk') },
        { path: 'array.qualities', control: 'text', when: modeIs('array', 'bulk') },
      ],
    },
  ],
  modbus: [
    {
      name: 'blocks',
      isRare: true,
      isOpen: hasBlocks,
      fields: [
        { path: 'stations', control: 'list', between: ' ', when: (draft) => !hasPattern(draft) },
        { path: 'stations.idPattern', control: 'text', when: hasPattern },
        { path: 'stations.from', control: 'number', when: hasPattern },
        { path: 'stations.every', control: 'number', usual: '1', when: hasPattern },
        { path: 'stations.count', control: 'number', when: hasPattern },
        { path: 'unit.first', control: 'number', usual: '1' },
        { path: 'unit.stationsPerUnit', control: 'number', usual: '1' },
        { path: 'block.base', control: 'number', usual: '0' },
        { path: 'block.stride', control: 'number' },
        { path: 'registers', control: 'choice', options: ['holding', 'input'], usual: 'holding' },
        { path: 'badMaskAt', control: 'number' },
        { path: 'sourceTimeAt', control: 'number' },
      ],
    },
  ],
  replay: [],
};

export const SECURITY_FIELDS: readonly Field[] = [
  { path: 'security', control: 'choice', options: ['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep'], usual: 'None' },
  {
    path: 'securityMode',
    control: 'choice',
    options: ['SignAndEncrypt', 'Sign'],
    usual: 'SignAndEncrypt',
    when: isSecure,
  },
  { path: 'trustNewCertificates', control: 'check', when: isSecure },
  { path: 'ignoreHostName', control: 'check', when: isSecure },
  { path: 'user.name', control: 'text' },
  { path: 'user.passwordFile', control: 'text' },
  { path: 'user.passwordEnv', control: 'text' },
  { path: 'user.certificateFile', control: 'text' },
  { path: 'user.privateKeyFile', control: 'text' },
];

/** A column of a table that is edited. Its words are `settings.column.<key>`. */
export interface EditColumn {
  readonly key: string;
  readonly control: 'text' | 'choice' | 'check' | 'fixed';
  readonly options?: readonly string[];
  readonly width?: string;
}

const conversion: readonly EditColumn[] = [
  { key: 'factor', control: 'text', width: '6em' },
  { key: 'offset', control: 'text', width: '6em' },
];

export const MODBUS_TABLE: readonly EditColumn[] = [
  { key: 'signal', control: 'text', width: '20em' },
  { key: 'unit', control: 'text', width: '4em' },
  { key: 'area', control: 'choice', options: MODBUS_AREAS },
  { key: 'address', control: 'text', width: '6em' },
  { key: 'type', control: 'choice', options: MODBUS_TYPES },
  { key: 'order', control: 'choice', options: MODBUS_ORDERS },
  { key: 'bit', control: 'text', width: '4em' },
  { key: 'valueUnit', control: 'text', width: '6em' },
  ...conversion,
];

export const BLOCK_TABLE: readonly EditColumn[] = [
  { key: 'measure', control: 'text', width: '18em' },
  { key: 'at', control: 'text', width: '5em' },
  { key: 'type', control: 'choice', options: MODBUS_TYPES.filter((type) => type !== 'bit') },
  { key: 'order', control: 'choice', options: MODBUS_ORDERS },
  { key: 'bit', control: 'text', width: '4em' },
  { key: 'unitOfMeasure', control: 'text', width: '6em' },
  ...conversion,
];

export const GROUP_TABLE: readonly EditColumn[] = [
  { key: 'units', control: 'text', width: '14em' },
  { key: 'pollMs', control: 'text', width: '7em' },
  { key: 'timeoutMs', control: 'text', width: '7em' },
  { key: 'pipeline', control: 'text', width: '6em' },
  { key: 'ownConnection', control: 'check' },
];

export const MEASURE_TABLE: readonly EditColumn[] = [
  { key: 'measure', control: 'fixed' },
  { key: 'name', control: 'text', width: '16em' },
  { key: 'unitOfMeasure', control: 'text', width: '6em' },
  ...conversion,
];
