import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { CodedError } from '#shared/lib/coded-error.ts';
import { startPart, type Part } from './part.ts';
import { ENTRIES, PAGES, placesIn, type DataPlaces } from './places.ts';
import { requirePort } from './ports.ts';
import { readRunInfo, removeRunInfo, writeRunInfo, type PartName } from './run-info.ts';
import { tokenIn } from './tokens.ts';

/** What `serve` and `npm start` are told. Paths are absolute. */
export interface LaunchOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string | undefined;
  /** Address of a hub that runs elsewhere; else one is hosted here. */
  readonly hub?: string | undefined;
  readonly hubTokenFile?: string | undefined;
  readonly hubPort: number;
  readonly drivers?: string | undefined;
}

/** Address and token file of the hub that core and city are to use. */
export interface HubAccess {
  readonly url: string;
  readonly tokenFile: string;
  /** For the virtual city, which reports as other systems do; undefined for a hub elsewhere. */
  readonly integrationTokenFile: string | undefined;
}

/**
 * Starts, keeps and ends the parts of a console on one data folder. Parts are ended in the reverse order of their start, so the core still
 * finds its hub while it ends. `run.json` follows their state.
 */
export class Launcher {
  readonly places: DataPlaces;
  readonly #options: LaunchOptions;
  readonly #say: (line: string) => void;
  readonly #startedAt: number;
  readonly #parts: Part[] = [];
  #isEnding = false;

  /** Makes the data folder. Throws CLI0003 where it cannot be written, CLI0015 where another launcher is at work on it. */
  constructor(options: LaunchOptions, startedAt: number, say: (line: string) => void) {
    this.#options = options;
    this.#say = say;
    this.#startedAt = startedAt;
    this.places = placesIn(options.data);
    try {
      mkdirSync(options.data, { recursive: true });
      accessSync(options.data, constants.W_OK);
    } catch (cause) {
      throw new CodedError('CLI0003', { data: options.data }, { cause });
    }
    const other = readRunInfo(this.places.run);
    if (other !== undefined) {
      throw new CodedError('CLI0015', { pid: other.launcherPid, url: other.parts.core?.url ?? 'unknown' });
    }
  }

  /** The file whose token opens the console. */
  get tokenFile(): string {
    return this.#options.tokenFile ?? this.places.token;
  }

  /** The hub of the options, or one that is started here. Throws CLI0002, CLI0004 and what the hub itself gives as its reason. */
  async startHub(): Promise<HubAccess> {
    const { hub, hubTokenFile, hubPort, host } = this.#options;
    if (hub !== undefined) {
      return { url: hub, tokenFile: hubTokenFile ?? this.places.hubToken, integrationTokenFile: undefined };
    }
    await requirePort(host, hubPort);
    const tokenFile = hubTokenFile ?? this.places.hubToken;
    const integrationTokenFile = this.places.integrationToken;
    tokenIn(tokenFile);
    tokenIn(integrationTokenFile);
    const part = await this.#start('hub', ENTRIES.hub, (port) => [
      ...['--data', this.places.hub, '--host', host, '--port', String(port ?? hubPort)],
      ...['--token-file', tokenFile, '--integration-token-file', integrationTokenFile],
    ]);
    return { url: reachable(part.url ?? `http://${host}:${String(hubPort)}`), tokenFile, integrationTokenFile };
  }

  /** The core, which serves the pages. Gives its address as a browser on this computer reaches it. */
  async startCore(hub: HubAccess, drivers: string | undefined): Promise<string> {
    const { host, port } = this.#options;
    await requirePort(host, port);
    tokenIn(this.tokenFile);
    tokenIn(this.places.wallToken);
    if (!existsSync(PAGES)) this.#say('the pages are not built: run `npm run build`');
    const part = await this.#start('core', ENTRIES.core, (known) => [
      ...['--data', this.#options.data, '--host', host, '--port', String(known ?? port)],
      ...['--token-file', this.tokenFile, '--wall-token-file', this.places.wallToken],
      ...['--hub', hub.url, '--hub-token-file', hub.tokenFile, '--static', PAGES],
      ...(drivers === undefined ? [] : ['--drivers', drivers]),
    ]);
    return reachable(part.url ?? `http://${host}:${String(port)}`);
  }

  /** The virtual city. `args` are those of its entry, `ports` the ones among them. */
  async startCity(args: readonly string[], ports: readonly number[]): Promise<void> {
    for (const port of ports) await requirePort('127.0.0.1', port);
    await this.#start('city', ENTRIES.city, () => args);
  }

  /** Ends everything that was started here, the last first. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    for (const part of this.#parts.splice(0).reverse()) await part.process.stop();
    removeRunInfo(this.places.run);
  }

  /** `args` gets the port that the part had at its first start: a restarted part keeps its address. */
  async #start(name: PartName, entry: string, args: (port: number | undefined) => readonly string[]): Promise<Part> {
    const known: { port?: number } = {};
    const part = await startPart({
      name,
      entry,
      args: () => args(known.port),
      onChange: () => this.#writeRunInfo(),
      say: (line) => this.#isEnding || this.#say(line),
    });
    if (part.url !== undefined) known.port = portOf(part.url);
    this.#parts.push(part);
    this.#writeRunInfo();
    return part;
  }

  #writeRunInfo(): void {
    if (this.#isEnding) return;
    const parts = this.#parts.map((part) => [part.name, { pid: part.process.pid, url: part.url }] as const);
    writeRunInfo(this.places.run, {
      launcherPid: process.pid,
      startedAt: this.#startedAt,
      tokenFile: this.tokenFile,
      parts: Object.fromEntries(parts),
    });
  }
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** An address that listens everywhere is reached over the loopback. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');
}
