// What is typed and not saved yet is kept in this browser, encrypted with a key
// that the server tells to nobody but whoever typed it. It outlives the browser,
// and is removed as soon as the server has it.

export interface Text {
  tab: string; // that it was typed in
  at: number; // when, in ms
  number: number; // of the save that would have sent it
  body: string; // the form, as it would have been sent
}

interface Row extends Omit<Text, "body"> {
  id: string;
  account: string;
  page: string;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const longest = 30 * 24 * 60 * 60 * 1000; // ms that it is kept
const gone = 1500; // ms within which a page that was left is certainly gone

const lockOf = (tab: string) => `lectern-tab-${tab}`;

export class Kept {
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private db: IDBDatabase,
    private key: CryptoKey,
    private account: string,
    private page: string,
  ) {}

  // open fails where nothing can be kept: in old or private windows, or without
  // https.
  static async open(key: string, account: string, page: string): Promise<Kept> {
    const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    const imported = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("lectern", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error);
    });
    return new Kept(db, imported, account, page);
  }

  // hold shows other pages that this one is still there.
  static hold(tab: string): void {
    void navigator.locks?.request(lockOf(tab), () => new Promise(() => undefined));
  }

  put({ body, ...about }: Text): Promise<void> {
    return this.after(async () => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const id = this.idOf(about.tab);
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encode(id) }, this.key, encode(body));
      await this.write((store) => store.put({ id, account: this.account, page: this.page, iv, data, ...about } satisfies Row));
    });
  }

  remove(tab: string): Promise<void> {
    return this.after(() => this.write((store) => store.delete(this.idOf(tab))));
  }

  // left returns what pages have kept that are no longer there, of this page and
  // account. What the server has stored is removed, and so is what is too old.
  async left(own: string, stored: { tab: string; number: number }): Promise<Text[]> {
    const rows = await new Promise<Row[]>((resolve, reject) => {
      const request = this.db.transaction("kept").objectStore("kept").getAll();
      request.onsuccess = () => resolve(request.result as Row[]);
      request.onerror = () => reject(request.error);
    });
    const list: Text[] = [];
    for (const { id, account, page, tab, at, number, iv, data } of rows) {
      const mine = account === this.account && page === this.page;
      if (at < Date.now() - longest || (mine && tab === stored.tab && number <= stored.number)) {
        await this.after(() => this.write((store) => store.delete(id)));
      } else if (mine && tab !== own && (await isGone(tab))) {
        try {
          const body = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encode(id) }, this.key, data);
          list.push({ tab, at, number, body: new TextDecoder().decode(body) });
        } catch {
          // another key, and so another site, or somebody has touched it
        }
      }
    }
    return list.sort((a, b) => a.at - b.at);
  }

  private idOf(tab: string): string {
    return `${this.account} ${this.page} ${tab}`;
  }

  private after<T>(what: () => Promise<T>): Promise<T> {
    const done = this.turn.then(what);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private write(what: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const tx = this.db.transaction("kept", "readwrite", { durability: "strict" });
      tx.oncomplete = () => resolve();
      tx.onerror = tx.onabort = () => reject(tx.error);
      what(tx.objectStore("kept"));
    });
  }
}

const encode = (text: string) => new TextEncoder().encode(text);

// isGone waits a moment for a page that has just been left.
async function isGone(tab: string): Promise<boolean> {
  try {
    return await navigator.locks.request(lockOf(tab), { signal: AbortSignal.timeout(gone) }, () => true);
  } catch {
    return false;
  }
}
