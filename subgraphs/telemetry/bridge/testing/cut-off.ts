import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to PostgreSQL that can be cut: what a killed server looks like to its clients, for one test and nobody else. */
export interface CutOffDatabase extends AsyncDisposable {
  readonly url: string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Lets nothing through and ends nothing: what a server that hangs, or one behind a broken network, looks like. */
  hang(): void;
  mend(): void;
}

/** @param url Of a server on TCP or on a unix socket. */
export async function withCutOff(url: string): Promise<CutOffDatabase> {
  const given = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)\/([^?#]*)(?:\?(.*))?$/.exec(url);
  if (!given) throw new Error('not a database URL');
  const [, scheme = '', place = '', database = '', query = ''] = given;
  const parameters = new URLSearchParams(query);
  const [placeHost = '', placePort = ''] = place.split(':');
  const host = parameters.get('host') ?? decodeURIComponent(placeHost);
  const port = parameters.get('port') ?? (placePort || '5432');
  const sockets = new Set<Socket>();
  let isCut = false;
  let held: Socket[] | undefined;
  const server = createServer((socket) => {
    if (isCut) socket.destroy();
    else if (held) held.push(socket);
    else join(socket);
  });
  const join = (socket: Socket) => {
    const other = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(Number(port), host);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    isCut = true;
    for (const socket of [...sockets, ...(held ?? [])]) socket.destroy();
  };
  return {
    url: `${scheme}127.0.0.1:${address.port}/${database}`,
    cut,
    hang() {
      held ??= [];
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
      for (const socket of held?.splice(0) ?? []) join(socket);
      held = undefined;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
