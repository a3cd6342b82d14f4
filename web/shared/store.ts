/** What a page keeps between visits: small JSON values under a prefix. A browser that refuses storage loses only that. */
export interface Store {
  read<T>(key: string): T | undefined;
  write(key: string, value: unknown): void;
  /** Another tab changed `key`. Returns the way to stop listening. */
  watch(listener: (key: string) => void): () => void;
}

export function browserStore(prefix: string): Store {
  const read = <T>(key: string): T | undefined => {
    try {
      const text = localStorage.getItem(prefix + key);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  };
  const write = (key: string, value: unknown): void => {
    try {
      if (value === undefined) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, JSON.stringify(value));
    } catch {
      // Full or refused: the page works on from memory.
    }
  };
  const watch = (listener: (key: string) => void): (() => void) => {
    const heard = (change: StorageEvent): void => {
      if (change.key?.startsWith(prefix)) listener(change.key.slice(prefix.length));
    };
    addEventListener("storage", heard);
    return () => removeEventListener("storage", heard);
  };
  return { read, write, watch };
}

/** For tests, and for a browser without storage. */
export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    read: <T>(key: string) => {
      const text = values.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    write: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
    watch: () => () => {},
  };
}
